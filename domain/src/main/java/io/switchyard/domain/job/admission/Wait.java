package io.switchyard.domain.job.admission;

import org.jspecify.annotations.Nullable;

/**
 * Why a job waits.
 *
 * @param message with numbers, and what would end the wait, for people
 * @param place in the line of its team, 1 for the first; null once it was let through
 * @param length of that line; null once it was let through
 */
public record Wait(
    WaitReason reason, String message, @Nullable Integer place, @Nullable Integer length) {

  /** It was let through, but its backend does not take it, for that reason. */
  public static Wait forBackend(String why) {
    return new Wait(WaitReason.BACKEND_NOT_READY, why, null, null);
  }
}
