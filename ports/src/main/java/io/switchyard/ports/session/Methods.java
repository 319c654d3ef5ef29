package io.switchyard.ports.session;

/** The methods of Spark Connect that mean something to sessions. */
final class Methods {

  private Methods() {}

  /** Begins an operation. */
  static boolean executes(Call call) {
    return call.method().endsWith("/ExecutePlan");
  }

  /** Takes up the result of an operation again. */
  static boolean reattaches(Call call) {
    return call.method().endsWith("/ReattachExecute");
  }

  /** Makes another session of this one. */
  static boolean clones(Call call) {
    return call.method().endsWith("/CloneSession");
  }

  /** Ends the session. */
  static boolean releases(Call call) {
    return call.method().endsWith("/ReleaseSession");
  }
}
