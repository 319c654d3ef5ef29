package io.switchyard.benchmarks.clusters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of everything is done.
 *
 * @param starts clusters that are only started, to see how long that takes
 * @param rounds each kills the application during a provision, a scale and a delete
 * @param deletes clusters that are deleted at a random moment of their start
 * @param deaths whether a server is killed until its cluster has failed
 * @param life whether a cluster is scaled under a session and ends by its time to live, which takes
 *     two minutes
 * @param app the application's jars
 * @param folder a new one, for all files of the run
 */
public record Plan(
    int starts,
    int rounds,
    int deletes,
    boolean deaths,
    boolean life,
    long seed,
    Path app,
    Path folder) {

  /** Reads options such as {@code --rounds 7}; without any it is the long run. */
  static Plan of(String[] args) {
    List<String> given = new ArrayList<>(List.of(args));
    int starts = number(given, "--starts", 3);
    int rounds = number(given, "--rounds", 7);
    int deletes = number(given, "--deletes", 20);
    boolean deaths = number(given, "--deaths", 1) > 0;
    boolean life = number(given, "--life", 1) > 0;
    long seed = number(given, "--seed", (int) (System.nanoTime() % 1_000_000));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown options " + given);
    }
    Path target = Path.of("benchmarks", "clusters", "target", "run-" + System.nanoTime());
    return new Plan(
        starts,
        rounds,
        deletes,
        deaths,
        life,
        seed,
        Path.of("app-http", "target", "switchyard", "lib"),
        target);
  }

  private static int number(List<String> args, String option, int absent) {
    int at = args.indexOf(option);
    if (at < 0) {
      return absent;
    }
    args.remove(at);
    return Integer.parseInt(args.remove(at));
  }
}
