package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobRequestForm;

/** A request as the JSON text of its tree. */
final class RequestJson {

  private RequestJson() {}

  static String write(JobRequest request) {
    return Json.write(JobRequestForm.write(request));
  }

  /**
   * Reads what {@link #write} wrote, maybe in another release.
   *
   * @throws IllegalArgumentException if this release does not understand it
   */
  static JobRequest read(String json) {
    return JobRequestForm.read(Json.read(json), "");
  }
}
