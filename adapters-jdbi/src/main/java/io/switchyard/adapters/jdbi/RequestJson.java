package io.switchyard.adapters.jdbi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobRequestForm;

/** A request as the JSON text of its tree. */
final class RequestJson {

  /** In ASCII, because PostgreSQL refuses some of the characters that a Java string may hold. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private RequestJson() {}

  static String write(JobRequest request) {
    try {
      return JSON.writeValueAsString(JobRequestForm.write(request));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of maps, lists and scalars is always JSON", e);
    }
  }

  /**
   * Reads what {@link #write} wrote, maybe in another release.
   *
   * @throws IllegalArgumentException if this release does not understand it
   */
  static JobRequest read(String json) {
    try {
      return JobRequestForm.read(JSON.readValue(json, Object.class), "");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
