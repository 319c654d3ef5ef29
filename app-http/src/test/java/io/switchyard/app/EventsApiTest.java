package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.app.Events.Event;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.grpc.v1.ListRequest;
import io.switchyard.grpc.v1.TimelineEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
final class EventsApiTest {

  private static final String ALL = "/api/v1/events";
  private static final String OF_ML = LiveApi.JOB.replace("data-infra", "ml");

  @TempDir private Path folder;
  private LiveApi api;

  @BeforeEach
  void start() {
    api = LiveApi.start(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String ran(Phase end) {
    String job = api.submit(LiveApi.JOB);
    var execution = new ExecutionId(api.awaitStatus(job, "SUBMITTED").at("execution_id"));
    api.backend.enter(execution, Phase.RUNNING);
    api.awaitStatus(job, "RUNNING");
    api.backend.enter(execution, end);
    api.await(job, answer -> !answer.json().get("end_time").isNull());
    return job;
  }

  private static String ofJob(String job) {
    return "/api/v1/jobs/" + job + "/events";
  }

  private static List<String> types(Answer answer) {
    return answer.json().get("events").findValuesAsText("type");
  }

  @Test
  void a_job_tells_all_that_happened_to_it() {
    String job = ran(Phase.SUCCEEDED);
    Answer answer = api.get(ofJob(job));

    assertThat(types(answer)).containsExactly("ACCEPTED", "SUBMITTED", "RUNNING", "SUCCEEDED");
    JsonNode last = answer.json().at("/events/3");
    JsonNode shown = api.get("/api/v1/jobs/" + job).json();
    assertThat(last.get("job_id").asText()).isEqualTo(job);
    assertThat(last.get("execution_id")).isEqualTo(shown.get("execution_id"));
    assertThat(last.get("at")).isEqualTo(shown.get("end_time"));
    assertThat(last.get("team").asText()).isEqualTo("data-infra");
    assertThat(last.get("id").asText()).isEqualTo(answer.at("next_cursor"));
  }

  @Test
  void a_jobs_own_answer_tells_its_timeline_and_lists_do_not() {
    String job = ran(Phase.FAILED);
    JsonNode shown = api.get("/api/v1/jobs/" + job).json();

    JsonNode timeline = shown.get("timeline");
    assertThat(timeline.findValuesAsText("type"))
        .containsExactly("ACCEPTED", "SUBMITTED", "RUNNING", "FAILED");
    assertThat(timeline.at("/0/at")).isEqualTo(shown.get("submitted_at"));
    assertThat(timeline.at("/2/at")).isEqualTo(shown.get("start_time"));
    assertThat(timeline.at("/3/at")).isEqualTo(shown.get("end_time"));
    assertThat(timeline.at("/3/message").asText()).startsWith("detail of");
    assertThat(timeline.findValuesAsText("attempt")).containsOnly("1");
    assertThat(shown.get("timeline_note").isNull()).isTrue();
    assertThat(api.get("/api/v1/jobs").json().at("/jobs/0/timeline").isNull()).isTrue();
    try (GrpcClient client = api.grpc()) {
      var told = client.jobs().get(GetRequest.newBuilder().setJobId(job).build());
      assertThat(told.getTimelineList())
          .extracting(TimelineEntry::getType)
          .containsExactlyElementsOf(timeline.findValuesAsText("type"));
      assertThat(told.getTimeline(3).getMessage()).startsWith("detail of");
      assertThat(told.getTimeline(0).getAt()).isEqualTo(told.getSubmittedAt());
      var listed = client.jobs().list(ListRequest.getDefaultInstance());
      assertThat(listed.getJobs(0).getTimelineList()).isEmpty();
    }
  }

  @Test
  void when_events_are_gone_the_timeline_is_what_the_attempts_tell() {
    String job = ran(Phase.SUCCEEDED);
    assertThat(api.jobs.forgetEvents(Instant.MAX, 2)).isEqualTo(2);
    String one = "/api/v1/jobs/" + job;
    assertThat(api.get(one).json().get("timeline").findValuesAsText("type"))
        .containsExactly("ACCEPTED", "RUNNING", "SUCCEEDED");
    api.jobs.forgetEvents(Instant.MAX, 100);
    assertThat(api.get(one).json().get("timeline").findValuesAsText("type"))
        .containsExactly("ACCEPTED", "RUNNING", "SUCCEEDED");
  }

  @Test
  void pages_follow_one_another_by_cursor() {
    String job = ran(Phase.FAILED);
    Answer first = api.get(ofJob(job) + "?limit=3");
    Answer second = api.get(ofJob(job) + "?limit=3&cursor=" + first.at("next_cursor"));
    Answer third = api.get(ofJob(job) + "?limit=3&cursor=" + second.at("next_cursor"));

    assertThat(types(first)).containsExactly("ACCEPTED", "SUBMITTED", "RUNNING");
    assertThat(types(second)).containsExactly("FAILED");
    assertThat(types(third)).isEmpty();
    assertThat(third.at("next_cursor")).isEqualTo(second.at("next_cursor"));
  }

  @Test
  void all_events_are_narrowed_by_team_and_time() {
    String mine = api.submit(LiveApi.JOB);
    String theirs = api.submit(OF_ML);

    assertThat(api.get(ALL + "?team=ml").json().findValuesAsText("job_id"))
        .contains(theirs)
        .doesNotContain(mine);
    assertThat(types(api.get(ALL + "?since=2999-01-01T00:00:00Z"))).isEmpty();
    assertThat(types(api.get(ALL + "?since=1999-01-01T00:00:00Z"))).contains("ACCEPTED");
  }

  @Test
  void an_answer_waits_until_there_is_something_to_tell() throws Exception {
    String quiet = ALL + "?team=ml&wait=30";
    api.submit(LiveApi.JOB);
    CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> api.get(quiet));
    awaitWaiters(1);
    assertThat(waiting).isNotDone();

    String job = api.submit(OF_ML);

    Answer answer = waiting.get(120, TimeUnit.SECONDS);
    assertThat(answer.json().at("/events/0/job_id").asText()).isEqualTo(job);
    awaitWaiters(0);
  }

  @Test
  void an_answer_that_waited_in_vain_is_an_empty_page() {
    Answer answer = api.get(ALL + "?wait=1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(types(answer)).isEmpty();
  }

  @Test
  void who_waits_hears_that_the_store_is_away() throws Exception {
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> api.get(ALL + "?wait=30"));
    awaitWaiters(1);
    api.storeAnswers.set(false);

    Answer answer = waiting.get(120, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("2");
  }

  @Test
  void many_who_wait_need_no_thread_each() throws Exception {
    try (LiveEvents streams = new LiveEvents(api, 100)) {
      awaitWaiters(100);
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(t -> t.getName().startsWith("JettyServer") || isWaiter(t)))
          .hasSizeLessThan(70);
      String job = api.submit(LiveApi.JOB);
      for (Events events : streams.all) {
        assertThat(events.next("job").data()).contains(job).contains("ACCEPTED");
      }
    }
  }

  private static boolean isWaiter(Thread thread) {
    return thread.getName().startsWith("event-waiters");
  }

  private static final class LiveEvents implements AutoCloseable {
    private final List<Events> all = new ArrayList<>();

    LiveEvents(LiveApi api, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        all.add(Events.of(api, ALL, "Accept", "text/event-stream"));
      }
    }

    @Override
    public void close() throws IOException {
      for (Events events : all) {
        events.close();
      }
    }
  }

  private void awaitWaiters(int count) {
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!api.get("/metrics").text().contains("switchyard_events_waiters " + count + ".0")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void a_stream_of_a_job_tells_every_event_once_and_ends_with_the_job() throws Exception {
    String job = api.submit(LiveApi.JOB);
    String id;
    try (Events events = Events.of(api, ofJob(job), "Accept", "text/event-stream")) {
      assertThat(events.header("content-type")).startsWith("text/event-stream");
      Event first = events.next("job");
      assertThat(LiveApi.JSON.readTree(first.data()).get("type").asText()).isEqualTo("ACCEPTED");
      assertThat(LiveApi.JSON.readTree(first.data()).get("id").asText()).isEqualTo(first.id());
      id = first.id();
    }
    var execution = new ExecutionId(api.awaitStatus(job, "SUBMITTED").at("execution_id"));
    try (Events events =
        Events.of(api, ofJob(job), "Accept", "text/event-stream", "Last-Event-ID", id)) {
      assertThat(events.next("job").data()).contains("SUBMITTED");
      api.backend.enter(execution, Phase.RUNNING);
      assertThat(events.next("job").data()).contains("RUNNING");
      api.backend.enter(execution, Phase.SUCCEEDED);
      Event last = events.next("job");
      assertThat(last.data()).contains("SUCCEEDED");
      events.next("end");
      assertThat(events.atEnd()).isTrue();
      id = last.id();
    }
    try (Events events =
        Events.of(api, ofJob(job), "Accept", "text/event-stream", "Last-Event-ID", id)) {
      events.next("end");
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void a_stream_is_let_go_when_the_application_stops() throws Exception {
    api.submit(LiveApi.JOB);
    try (Events events = Events.of(api, ALL, "Accept", "text/event-stream")) {
      events.next("job");
      api.close();
      assertThat(toEnd(events)).isLessThan(9);
    }
  }

  /** How many events came before the end; the socket's own patience bounds the wait. */
  private static int toEnd(Events events) throws Exception {
    int more = 0;
    while (!events.atEnd()) {
      more++;
    }
    return more;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cursor=x",
        "cursor=MTpqb2It",
        "limit=0",
        "limit=1001",
        "wait=31",
        "wait=-1",
        "since=yesterday",
        "since=%2B99999-01-01T00:00:00Z",
        "team=A",
        "tema=a"
      })
  void a_mistake_in_the_query_is_named(String query) {
    Answer answer = api.get(ALL + "?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fields()).containsExactly(query.substring(0, query.indexOf('=')));
  }

  @Test
  void what_cannot_be_resumed_or_found_is_said() {
    String job = api.submit(LiveApi.JOB);
    String stream = "text/event-stream";

    assertThat(api.get(ALL, "Accept", stream, "Last-Event-ID", "x").fields())
        .containsExactly("Last-Event-ID");
    String other = job.substring(0, job.length() - 1) + (job.endsWith("0") ? "1" : "0");
    assertThat(api.get(ofJob(other)).status()).isEqualTo(404);
    assertThat(api.get(ofJob(other), "Accept", stream).status()).isEqualTo(404);
  }
}
