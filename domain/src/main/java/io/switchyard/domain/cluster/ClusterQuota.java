package io.switchyard.domain.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much the clusters of one team in one environment may take at once. Clusters that are over do
 * not count.
 *
 * @param clusters how many; null for any number
 * @param cores of drivers and executors together; null for any number
 * @param memoryMebibytes heap of drivers and executors together; null for any amount
 */
public record ClusterQuota(
    @Nullable Integer clusters, @Nullable Integer cores, @Nullable Long memoryMebibytes) {

  public static final ClusterQuota NONE = new ClusterQuota(null, null, null);

  /**
   * What clusters take.
   *
   * @param memoryMebibytes heap of drivers and executors together
   */
  public record Use(int clusters, long cores, long memoryMebibytes) {

    public static final Use NONE = new Use(0, 0, 0);

    public Use plus(ClusterShape shape) {
      return new Use(
          clusters + 1, cores + shape.cores(), memoryMebibytes + shape.memoryMebibytes());
    }

    /** The use without one cluster of this shape. */
    public Use minus(ClusterShape shape) {
      return new Use(
          clusters - 1, cores - shape.cores(), memoryMebibytes - shape.memoryMebibytes());
    }
  }

  /**
   * A limit that would be exceeded.
   *
   * @param rule as configured, such as {@code max_cores}
   * @param used now, without what is asked for
   * @param asked more
   * @param limit in the same unit: clusters, cores or mebibytes
   */
  public record Excess(String rule, long used, long asked, long limit) {

    /** {@code max_cores: 40 of 64 are used and 44 more are asked for}. */
    public String sentence() {
      return "%s: %d of %d are used and %d more are asked for".formatted(rule, used, limit, asked);
    }
  }

  /** The first limit that a cluster of {@code shape} beside {@code used} would exceed. */
  public Optional<Excess> excess(Use used, ClusterShape shape) {
    return over("max_clusters", used.clusters(), 1, clusters)
        .or(() -> over("max_cores", used.cores(), shape.cores(), cores))
        .or(
            () ->
                over(
                    "max_memory (MiB)",
                    used.memoryMebibytes(),
                    shape.memoryMebibytes(),
                    memoryMebibytes));
  }

  private static Optional<Excess> over(String rule, long used, long asked, @Nullable Number limit) {
    return limit != null && used + asked > limit.longValue()
        ? Optional.of(new Excess(rule, used, asked, limit.longValue()))
        : Optional.empty();
  }
}
