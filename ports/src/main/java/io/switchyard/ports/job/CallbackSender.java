package io.switchyard.ports.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.Job;

/** Tells receivers of ends. */
public interface CallbackSender {

  /**
   * Makes one try to tell that {@code job}, which has ended, has done so. The receiver can see that
   * repeated calls tell the same. Blocks for the receiver, for seconds at most; whatever goes wrong
   * is an answer. Safe for use by several threads.
   */
  CallbackAnswer send(Job job, CallbackUrl url);
}
