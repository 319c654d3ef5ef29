package io.switchyard.adapters.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.domain.job.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EndEventTest {

  private static final String PUBLIC = "https://switchyard.example.com";

  private static String text(Job job, @Nullable String publicUrl) {
    return new String(new EndEvent(publicUrl).body(job), StandardCharsets.UTF_8);
  }

  private static JsonNode event(Job job) throws IOException {
    return new ObjectMapper().readTree(text(job, PUBLIC));
  }

  @Test
  void it_is_a_cloud_event_whose_keys_have_an_order() {
    Job job = EndedJobs.failed("no such table: orders");
    String id = job.id().value();
    assertThat(text(job, PUBLIC))
        .isEqualTo(
            """
            {"specversion":"1.0","id":"%1$s.ended","source":"https://switchyard.example.com",\
            "type":"io.switchyard.job.ended.v1","subject":"%1$s",\
            "time":"2026-03-01T10:01:01Z","datacontenttype":"application/json",\
            "data":{"job_id":"%1$s","execution_id":"%2$s","name":"nightly","team":"data-infra",\
            "user":"anna","status":"FAILED","attempt":1,"submitted_at":"2026-03-01T10:00:00Z",\
            "start_time":"2026-03-01T10:00:01Z","end_time":"2026-03-01T10:01:01Z",\
            "failure_class":"LOST_NODE","error_message":"no such table: orders","message":null,\
            "job_url":"https://switchyard.example.com/api/v1/jobs/%1$s",\
            "logs_url":"https://switchyard.example.com/api/v1/jobs/%1$s/logs"}}"""
                .formatted(id, job.current().id()));
  }

  @Test
  void the_same_end_gives_the_same_bytes() {
    assertThat(text(EndedJobs.succeeded(), PUBLIC)).isEqualTo(text(EndedJobs.succeeded(), PUBLIC));
  }

  @Test
  void a_success_has_no_error() throws IOException {
    JsonNode data = event(EndedJobs.succeeded()).path("data");
    assertThat(data.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(data.path("error_message").isNull()).isTrue();
    assertThat(data.path("failure_class").isNull()).isTrue();
  }

  @Test
  void a_cancellation_says_by_whom() throws IOException {
    JsonNode data = event(EndedJobs.cancelled()).path("data");
    assertThat(data.path("status").asText()).isEqualTo("CANCELLED");
    assertThat(data.path("start_time").isNull()).isTrue();
    assertThat(data.path("error_message").isNull()).isTrue();
    assertThat(data.path("message").asText()).isEqualTo("cancelled by anna");
  }

  @Test
  void without_a_public_url_there_are_no_links() throws IOException {
    JsonNode event = new ObjectMapper().readTree(text(EndedJobs.succeeded(), null));
    assertThat(event.path("source").asText()).isEqualTo("/switchyard");
    assertThat(event.path("data").path("job_url").isNull()).isTrue();
    assertThat(event.path("data").path("logs_url").isNull()).isTrue();
  }

  @Test
  void whatever_a_driver_said_the_event_stays_small() throws IOException {
    byte[] body = new EndEvent(PUBLIC).body(EndedJobs.failed("\u0001".repeat(100_000)));
    assertThat(body).hasSizeLessThan(64 * 1024);
    String message = new ObjectMapper().readTree(body).at("/data/error_message").asText();
    assertThat(message).hasSize(4_000).endsWith("…");
  }
}
