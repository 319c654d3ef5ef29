package io.switchyard.adapters.callbacks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a job as a CloudEvents 1.0 event in structured mode. The same end always gives the
 * same bytes; the data's fields are those of the API's jobs.
 */
final class EndEvent {

  static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

  private static final String TYPE = "io.switchyard.job.ended.v1";

  /** Events should stay under 64 KiB; the job's own answer has the whole text. */
  private static final int LONGEST_TEXT = 4_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable String publicUrl;

  /**
   * @param publicUrl what clients put before {@code /api/v1}; null if that is not known
   */
  EndEvent(@Nullable String publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** The body that tells of the end of {@code job}, which has ended. */
  byte[] body(Job job) {
    Execution last = job.current();
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    // One end per job, so receivers know a repetition by it.
    event.put("id", job.id() + ".ended");
    event.put("source", publicUrl == null ? "/switchyard" : publicUrl);
    event.put("type", TYPE);
    event.put("subject", job.id().value());
    event.put("time", time(last.endedAt()));
    event.put("datacontenttype", "application/json");
    event.put("data", data(job, last));
    try {
      return JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of maps and scalars is always JSON", e);
    }
  }

  private Map<String, @Nullable Object> data(Job job, Execution last) {
    @Nullable Ended end = last.state() instanceof Ended ended ? ended : null;
    boolean failed = end != null && end.failure() != null;
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("job_id", job.id().value());
    data.put("execution_id", last.id().value());
    data.put("name", job.request().name().value());
    data.put("team", job.request().team().name());
    data.put("user", job.request().user());
    data.put("status", job.status().name());
    data.put("attempt", last.attempt());
    data.put("submitted_at", job.submittedAt().toString());
    data.put("start_time", time(last.startedAt()));
    data.put("end_time", time(last.endedAt()));
    data.put("failure_class", end == null || end.failure() == null ? null : end.failure().name());
    data.put("error_message", end == null ? null : cut(end.error()));
    data.put(
        "message", end == null || failed || end.message().isBlank() ? null : cut(end.message()));
    data.put("job_url", publicUrl == null ? null : url(job));
    data.put("logs_url", publicUrl == null ? null : url(job) + "/logs");
    return data;
  }

  private String url(Job job) {
    return publicUrl + "/api/v1/jobs/" + job.id();
  }

  private static @Nullable String time(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST_TEXT
        ? text
        : text.substring(0, LONGEST_TEXT - 1) + "…";
  }
}
