package io.switchyard.domain.cluster;

import java.util.Locale;

/** Where a cluster stands, as people see it. */
public enum ClusterStatus {
  /** Accepted; nothing was started yet. */
  PENDING,
  /** Its server is being started. */
  PROVISIONING,
  /** Its server has answered a Spark Connect call. */
  RUNNING,
  /** It runs, and its executors are being changed. */
  SCALING,
  /** Its server was asked to end and is not known to be gone. */
  TERMINATING,
  /** It was ended as asked, or its time was over. */
  TERMINATED,
  /** It could not be started or kept. */
  FAILED;

  /** As in the API: {@code running}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it never changes again. */
  public boolean terminal() {
    return this == TERMINATED || this == FAILED;
  }
}
