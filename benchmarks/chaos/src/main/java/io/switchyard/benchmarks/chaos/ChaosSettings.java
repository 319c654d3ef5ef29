package io.switchyard.benchmarks.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a run is done.
 *
 * @param store where the application keeps its jobs; decides how many processes there are
 * @param jobs how many are submitted, evenly over {@code duration}
 * @param clients how many submit at the same time
 * @param duration of the kills and of the bad network
 * @param killEvery between two kills
 * @param pauseEvery between two pauses of a process; nothing else stops a lease from being kept
 * @param masterRestartEvery between two restarts of the Spark master
 * @param faults of the network, in percent of the usual rates
 * @param forgotten whether some drivers are forgotten by their master; each takes a minute to end
 * @param drain how long the jobs may take to end once nothing is killed any more
 * @param seed of every random choice; what races whom is not in it
 * @param app the folder of the application's jars
 * @param folder a new one, for all that the run leaves behind
 */
public record ChaosSettings(
    Store store,
    int jobs,
    int clients,
    Duration duration,
    Duration killEvery,
    Duration pauseEvery,
    Duration masterRestartEvery,
    int faults,
    boolean forgotten,
    Duration drain,
    long seed,
    Path app,
    Path folder) {

  /** Which database, and with it how many processes. */
  public enum Store {
    POSTGRESQL(2),
    H2(1);

    private final int processes;

    Store(int processes) {
      this.processes = processes;
    }

    public int processes() {
      return processes;
    }
  }

  /** Reads {@code --name value} pairs; what is absent is as in the long run. */
  static ChaosSettings read(String[] args, long seed, Path folder) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "'" + args[i] + "' is no option with a value; write --name value");
      }
      given.put(args[i].substring(2), args[i + 1]);
    }
    ChaosSettings read =
        new ChaosSettings(
            Store.valueOf(take(given, "store", "postgresql").toUpperCase(Locale.ROOT)),
            Integer.parseInt(take(given, "jobs", "2000")),
            Integer.parseInt(take(given, "clients", "20")),
            seconds(given, "seconds", "300"),
            seconds(given, "kill-every", "2"),
            seconds(given, "pause-every", "11"),
            seconds(given, "master-restart-every", "45"),
            Integer.parseInt(take(given, "faults", "100")),
            Boolean.parseBoolean(take(given, "forgotten", "true")),
            seconds(given, "drain", "300"),
            Long.parseLong(take(given, "seed", "" + seed)),
            Path.of(take(given, "app", "app-http/target/switchyard/lib")),
            Path.of(take(given, "folder", folder.toString())));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no option --" + given.keySet().iterator().next());
    }
    return read;
  }

  private static String take(Map<String, String> given, String name, String absent) {
    String value = given.remove(name);
    return value == null ? absent : value;
  }

  private static Duration seconds(Map<String, String> given, String name, String absent) {
    double seconds = Double.parseDouble(take(given, name, absent));
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** The command line that does the same again. */
  String commandLine() {
    return "--store %s --jobs %d --clients %d --seconds %s --kill-every %s --pause-every %s --master-restart-every %s --faults %d --forgotten %s --seed %d"
        .formatted(
            store.name().toLowerCase(Locale.ROOT),
            jobs,
            clients,
            seconds(duration),
            seconds(killEvery),
            seconds(pauseEvery),
            seconds(masterRestartEvery),
            faults,
            forgotten,
            seed);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? "" + duration.toSeconds()
        : "" + duration.toMillis() / 1000.0;
  }
}
