package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import java.util.List;
import java.util.Optional;

/** The masters of one backend, at most one for each Spark release. Nothing here blocks. */
interface Masters extends AutoCloseable {

  /** The releases offered, the default first; at least one. */
  List<SparkVersion> versions();

  /** What the cluster of an offered release offers. */
  ClusterSize size(SparkVersion version);

  /**
   * The master of a release; empty if that is not offered any more. Asking for one that is not up
   * begins to start it.
   *
   * @throws TargetFailure UNREACHABLE, with a sentence for people, while it is not up
   */
  Optional<Master> master(SparkVersion version);

  /** Whether files that users name are looked for on this machine. */
  boolean onThisMachine();

  /** Whether the Spark of this release brings its own {@code python/}. */
  boolean bringsPython(SparkVersion version);

  /** One sentence for people on each offered release. */
  String status(SparkVersion version);

  /** Whether jobs of the default release can be taken now. */
  boolean ready();

  @Override
  void close();
}
