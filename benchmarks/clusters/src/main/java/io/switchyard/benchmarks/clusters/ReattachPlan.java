package io.switchyard.benchmarks.clusters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is done behind two gateways that come and go.
 *
 * @param clients which: {@code jvm}, or {@code python-} and a virtual environment's folder
 * @param works what each of them does: {@code query}, {@code collect}, {@code bulk}, or, with the
 *     JVM client and no rounds, {@code parts}, which waits for what is done to the gateways
 * @param seconds that each takes, or longer
 * @param rows of the long query
 * @param megabytes of a result
 * @param rounds in each of which both gateways are restarted, then killed, then all connections
 *     cut; with none, one is restarted and the other one killed
 * @param drain what a gateway that stops waits for its calls, in seconds
 * @param app the application's jars
 * @param folder a new one, for all files of the run
 */
public record ReattachPlan(
    List<String> clients,
    List<String> works,
    int seconds,
    int rows,
    int megabytes,
    int rounds,
    int drain,
    Path app,
    Path folder) {

  /** Reads options such as {@code --seconds 180}. */
  static ReattachPlan of(String[] args) {
    List<String> given = new ArrayList<>(List.of(args));
    int seconds = number(given, "--seconds", 180);
    int megabytes = number(given, "--megabytes", 500);
    int rounds = number(given, "--rounds", 2);
    int drain = number(given, "--drain", 10);
    List<String> works = words(given, "--works", "query,collect,bulk");
    List<String> clients = words(given, "--clients", "jvm");
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown options " + given);
    }
    return new ReattachPlan(
        clients,
        works,
        seconds,
        seconds,
        megabytes,
        rounds,
        drain,
        Path.of("app-http", "target", "switchyard", "lib"),
        Path.of("benchmarks", "reattach", "target", "run-" + System.nanoTime()));
  }

  private static List<String> words(List<String> args, String option, String absent) {
    return List.of(text(args, option, absent).split(","));
  }

  private static int number(List<String> args, String option, int absent) {
    return Integer.parseInt(text(args, option, "" + absent));
  }

  private static String text(List<String> args, String option, String absent) {
    int at = args.indexOf(option);
    if (at < 0) {
      return absent;
    }
    args.remove(at);
    return args.remove(at);
  }
}
