package io.switchyard.gateway;

/**
 * What the relay does for one method of Spark Connect beyond passing it on, by field numbers that
 * have been the same since Spark 3.5.
 *
 * @param operationField where the request names its operation; 0 if nowhere
 * @param reads whether messages are read whole
 * @param results whether it answers with a result, which may be large
 */
record ConnectMethod(int operationField, Reads reads, boolean results) {

  /** The messages that are not just bytes. */
  enum Reads {
    NOTHING,
    CONFIG,
    CLONE
  }

  static final String SERVICE = "/spark.connect.SparkConnectService/";

  static final int SESSION_ID = 1;
  static final int USER_CONTEXT = 2;
  static final int USER_ID = 1;
  static final int USER_NAME = 2;

  private static final ConnectMethod OTHER = new ConnectMethod(0, Reads.NOTHING, false);
  private static final ConnectMethod EXECUTE = new ConnectMethod(6, Reads.NOTHING, true);
  private static final ConnectMethod INTERRUPT = new ConnectMethod(6, Reads.NOTHING, false);
  private static final ConnectMethod REATTACH = new ConnectMethod(3, Reads.NOTHING, true);
  private static final ConnectMethod RELEASE = new ConnectMethod(3, Reads.NOTHING, false);
  private static final ConnectMethod CONFIG = new ConnectMethod(0, Reads.CONFIG, false);
  private static final ConnectMethod CLONE = new ConnectMethod(0, Reads.CLONE, false);

  /** A method of the service, known or not. */
  static ConnectMethod of(String path) {
    return switch (path.substring(SERVICE.length())) {
      case "ExecutePlan" -> EXECUTE;
      case "Interrupt" -> INTERRUPT;
      case "ReattachExecute" -> REATTACH;
      case "ReleaseExecute" -> RELEASE;
      case "Config" -> CONFIG;
      case "CloneSession" -> CLONE;
      default -> OTHER;
    };
  }
}
