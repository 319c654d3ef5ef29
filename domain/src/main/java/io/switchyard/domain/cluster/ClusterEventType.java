package io.switchyard.domain.cluster;

/** What happened to a cluster. A type that is also a {@link ClusterStatus} says it now has it. */
public enum ClusterEventType {
  /** It became durable. */
  ACCEPTED,
  PENDING,
  PROVISIONING,
  RUNNING,
  SCALING,
  /** Its end is near. */
  EXPIRES_SOON,
  /** Its end was moved. */
  EXTENDED,
  /** Its server died and another follows. */
  SERVER_LOST,
  TERMINATING,
  TERMINATED,
  FAILED;

  static ClusterEventType entering(ClusterStatus status) {
    return valueOf(status.name());
  }
}
