package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status.Code;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.grpc.v1.JobStatus;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.LogsRequest;
import io.switchyard.grpc.v1.OutputStream;
import io.switchyard.grpc.v1.StatusChange;
import io.switchyard.grpc.v1.WatchRequest;
import io.switchyard.ports.job.LogStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class GrpcStreamsTest {

  @TempDir private Path folder;
  private LiveApi api;
  private GrpcClient client;
  private String job;
  private ExecutionId execution;

  @BeforeEach
  void start() {
    api = LiveApi.start(folder);
    client = api.grpc();
    job = api.submit(LiveApi.JOB);
    execution = new ExecutionId(api.awaitStatus(job, "SUBMITTED").at("execution_id"));
    api.backend.enter(execution, Phase.RUNNING);
    api.awaitStatus(job, "RUNNING");
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  private void print(String line) {
    api.backend.print(execution, LogStream.STDOUT, line);
  }

  private LogsRequest.Builder logs() {
    return LogsRequest.newBuilder().setJobId(job);
  }

  private WatchRequest watch() {
    return WatchRequest.newBuilder().setJobId(job).build();
  }

  @Test
  void without_follow_there_is_one_piece_and_where_to_read_on() {
    print("one");
    print("zwölf");
    api.backend.print(execution, LogStream.STDERR, "warning");

    LogChunk piece = client.jobs().logs(logs().build()).next();
    assertThat(piece.getText()).isEqualTo("one\nzwölf\n");
    assertThat(piece.getNextOffset()).isEqualTo(11);
    assertThat(piece.getExecutionId()).isEqualTo(execution.value());
    assertThat(piece.getComplete()).isFalse();
    assertThat(client.jobs().logs(logs().setOffset(4).build()).next().getText())
        .isEqualTo("zwölf\n");
    assertThat(client.jobs().logs(logs().setTailLines(1).build()).next().getText())
        .isEqualTo("zwölf\n");
    LogsRequest errors = logs().setStream(OutputStream.OUTPUT_STREAM_STDERR).build();
    assertThat(client.jobs().logs(errors).next().getText()).isEqualTo("warning\n");
  }

  @Test
  void a_follower_sees_every_line_once_and_then_the_end() {
    print("before");
    Iterator<LogChunk> chunks = client.jobs().logs(logs().setFollow(true).build());
    assertThat(chunks.next().getText()).isEqualTo("before\n");

    print("during");
    print("more");
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("more\n")) {
      text.append(chunks.next().getText());
    }
    assertThat(text.toString()).isEqualTo("during\nmore\n");

    api.backend.enter(execution, Phase.SUCCEEDED);
    LogChunk last = chunks.next();
    assertThat(last.getComplete()).isTrue();
    assertThat(last.getText()).isEmpty();
    assertThat(last.getNextOffset()).isEqualTo("before\nduring\nmore\n".length());
    assertThat(chunks.hasNext()).isFalse();
  }

  @Test
  void a_log_larger_than_the_client_takes_at_once_arrives_whole() {
    String line = "x".repeat(99);
    for (int i = 0; i < 30_000; i++) {
      print(line);
    }
    api.backend.enter(execution, Phase.SUCCEEDED);
    api.awaitStatus(job, "SUCCEEDED");

    long bytes = 0;
    LogChunk last = LogChunk.getDefaultInstance();
    for (Iterator<LogChunk> chunks = client.jobs().logs(logs().setFollow(true).build());
        chunks.hasNext(); ) {
      last = chunks.next();
      assertThat(last.getOffset()).isEqualTo(bytes);
      bytes += last.getText().length();
    }
    assertThat(bytes).isEqualTo(3_000_000);
    assertThat(last.getComplete()).isTrue();
  }

  @Test
  void a_watcher_is_told_the_status_now_and_every_change_to_the_end() {
    Iterator<StatusChange> changes = client.jobs().watch(watch());
    StatusChange first = changes.next();
    assertThat(first.getStatus()).isEqualTo(JobStatus.JOB_STATUS_RUNNING);
    assertThat(first.getAttempt()).isEqualTo(1);
    assertThat(first.getExecutionId()).isEqualTo(execution.value());
    assertThat(first.getTime().getSeconds()).isPositive();

    api.backend.print(
        execution, LogStream.STDERR, "[switchyard] failed java.io.IOException: no such bucket");
    api.backend.enter(execution, Phase.FAILED);

    StatusChange last = changes.next();
    assertThat(last.getStatus()).isEqualTo(JobStatus.JOB_STATUS_FAILED);
    assertThat(last.getErrorMessage()).isEqualTo("java.io.IOException: no such bucket");
    assertThat(changes.hasNext()).isFalse();
    Iterator<StatusChange> late = client.jobs().watch(watch());
    assertThat(late.next()).isEqualTo(last);
    assertThat(late.hasNext()).isFalse();
  }

  @Test
  void watching_goes_on_when_the_store_was_away() {
    Iterator<StatusChange> changes = client.jobs().watch(watch());
    changes.next();
    int before = api.refusalsOfStreams();
    api.storeAnswers.set(false);
    while (api.refusalsOfStreams() < before + 2) {
      Thread.onSpinWait();
    }
    api.storeAnswers.set(true);
    api.backend.enter(execution, Phase.SUCCEEDED);

    assertThat(changes.next().getStatus()).isEqualTo(JobStatus.JOB_STATUS_SUCCEEDED);
  }

  @Test
  void streams_need_no_thread_each_and_leave_nothing_behind_when_clients_go() {
    CancellableContext context = Context.current().withCancellation();
    List<Iterator<?>> all = new ArrayList<>();
    print("hello");
    context.run(
        () -> {
          for (int i = 0; i < 50; i++) {
            all.add(client.jobs().logs(logs().setFollow(true).build()));
            all.add(client.jobs().watch(watch()));
          }
          all.forEach(Iterator::next);
        });
    // A gauge must not depend on what the collector leaves.
    System.gc();
    assertThat(api.get("/metrics").text()).contains("switchyard_grpc_streams 100.0");
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("grpc-streams")))
        .hasSizeLessThanOrEqualTo(2);

    context.cancel(null);

    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!api.get("/metrics").text().contains("switchyard_grpc_streams 0.0")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void streams_of_what_is_not_there_or_not_meant_are_refused() {
    Refused nothing =
        Refused.by(
            () ->
                client
                    .jobs()
                    .logs(LogsRequest.newBuilder().setJobId("x").setFollow(true).build())
                    .next());
    Refused both =
        Refused.by(() -> client.jobs().logs(logs().setOffset(0).setTailLines(1).build()).next());
    Refused many = Refused.by(() -> client.jobs().logs(logs().setTailLines(0).build()).next());
    Refused watched =
        Refused.by(
            () -> client.jobs().watch(WatchRequest.newBuilder().setJobId("x").build()).next());

    assertThat(List.of(nothing.code(), watched.code())).containsOnly(Code.NOT_FOUND);
    assertThat(both.fields()).containsExactly("tail_lines");
    assertThat(many.fields()).containsExactly("tail_lines");
  }

  @Test
  void streams_are_let_go_when_the_application_stops() {
    Iterator<StatusChange> changes = client.jobs().watch(watch());
    Iterator<LogChunk> chunks = client.jobs().logs(logs().setFollow(true).build());
    changes.next();
    print("one");
    chunks.next();

    api.close();

    assertThat(Refused.by(changes::next).code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(Refused.by(chunks::next).code()).isEqualTo(Code.UNAVAILABLE);
  }
}
