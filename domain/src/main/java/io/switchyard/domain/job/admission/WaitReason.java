package io.switchyard.domain.job.admission;

/** What keeps a job from being launched. */
public enum WaitReason {
  /** Its time has not come: an attempt before it failed, and the delay until the next runs. */
  RETRY_DELAY,
  /** As many jobs of its team run as may at a time. */
  TEAM_RUNNING_LIMIT,
  /** Its team has not enough of its cores left. */
  TEAM_CORES_LIMIT,
  /** Its team has not enough of its memory left. */
  TEAM_MEMORY_LIMIT,
  /** Jobs of its team are ahead of it; nothing else keeps it. */
  BEHIND_OTHERS,
  /** As many jobs wait to be launched on its backend as may at a time. */
  BACKEND_FULL,
  /** It was let through, and its backend has no room, does not answer or is still starting. */
  BACKEND_NOT_READY,
  /** Its backend is not configured any more. */
  BACKEND_ABSENT,
  /** Its backend fails, and no other one may or can take it. */
  BACKEND_UNHEALTHY,
  /** An operator empties its backend, and no other one may or can take it. */
  BACKEND_DRAINING
}
