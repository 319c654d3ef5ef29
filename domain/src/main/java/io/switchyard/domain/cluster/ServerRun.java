package io.switchyard.domain.cluster;

import io.switchyard.domain.job.ExecutionId;

/**
 * One server process of a cluster; the next one has another id.
 *
 * @param id carried by the backend's object, so that it is found again
 * @param number 1 for the first
 * @param token what this server asks of its callers
 */
public record ServerRun(ExecutionId id, int number, ServerToken token) {

  public ServerRun {
    if (number < 1) {
      throw new IllegalArgumentException("server " + number);
    }
  }

  /** The server after this one. */
  public ServerRun next(ExecutionId nextId, ServerToken nextToken) {
    return new ServerRun(nextId, number + 1, nextToken);
  }
}
