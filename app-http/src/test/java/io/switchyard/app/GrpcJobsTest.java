package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.grpc.v1.CancelRequest;
import io.switchyard.grpc.v1.CoreEtl;
import io.switchyard.grpc.v1.DriverResources;
import io.switchyard.grpc.v1.ExecutorResources;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.grpc.v1.Job;
import io.switchyard.grpc.v1.JobConfig;
import io.switchyard.grpc.v1.JobStatus;
import io.switchyard.grpc.v1.JobType;
import io.switchyard.grpc.v1.ListRequest;
import io.switchyard.grpc.v1.ListResponse;
import io.switchyard.grpc.v1.Resources;
import io.switchyard.grpc.v1.SubmitRequest;
import io.switchyard.grpc.v1.SubmitResponse;
import io.switchyard.ports.job.LogStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class GrpcJobsTest {

  @TempDir private Path folder;
  private LiveApi api;
  private GrpcClient client;

  @BeforeEach
  void start() {
    api = LiveApi.start(folder);
    client = api.grpc();
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  private static GetRequest get(String job) {
    return GetRequest.newBuilder().setJobId(job).build();
  }

  private String submit(SubmitRequest.Builder request) {
    return client.jobs().submit(request.build()).getJobId();
  }

  private Refused refused(SubmitRequest.Builder request) {
    return Refused.by(() -> client.jobs().submit(request.build()));
  }

  @Test
  void a_submitted_job_is_the_same_over_both_edges_to_its_end() throws Exception {
    SubmitResponse accepted = client.jobs().submit(GrpcClient.job().build());

    assertThat(accepted.getStatus()).isEqualTo(JobStatus.JOB_STATUS_PENDING);
    assertThat(accepted.getMessage()).isEqualTo("Job submitted successfully");
    assertThat(accepted.getRepeated()).isFalse();
    assertThat(accepted.hasLogsUrl()).isFalse();
    String job = accepted.getJobId();
    ExecutionId execution = new ExecutionId(accepted.getExecutionId());
    api.awaitStatus(job, "SUBMITTED");
    api.backend.enter(execution, Phase.RUNNING);
    api.awaitStatus(job, "RUNNING");
    api.backend.print(
        execution,
        LogStream.STDERR,
        "[switchyard] metrics records_read=12 records_written=3 bytes_read=100 bytes_written=50"
            + " stages_completed=2 tasks_completed=4 executor_cpu_time_ms=9");
    api.backend.print(
        execution, LogStream.STDERR, "[switchyard] failed java.io.IOException: no such bucket");
    api.backend.enter(execution, Phase.FAILED);
    var rest = api.awaitStatus(job, "FAILED");

    Job seen = client.jobs().get(get(job));

    assertThat(seen.getStatus()).isEqualTo(JobStatus.JOB_STATUS_FAILED);
    assertThat(seen.getErrorMessage()).isEqualTo("java.io.IOException: no such bucket");
    assertThat(seen.getName()).isEqualTo("nightly");
    assertThat(seen.getUser()).isEqualTo(rest.at("user"));
    assertThat(seen.getBackend()).isEqualTo("local");
    assertThat(seen.getSparkVersion()).isEqualTo("4.1.2");
    assertThat(seen.getMetrics().getRecordsRead()).isEqualTo(12);
    assertThat(seen.getMetrics().getExecutorCpuTimeMs()).isEqualTo(9);
    assertThat(seen.hasMessage()).isFalse();
    assertThat(
            Instant.ofEpochSecond(
                seen.getSubmittedAt().getSeconds(), seen.getSubmittedAt().getNanos()))
        .isEqualTo(Instant.parse(rest.at("submitted_at")));
    assertThat(seen.getAttemptsList())
        .singleElement()
        .satisfies(a -> assertThat(a.getExecutionId()).isEqualTo(execution.value()))
        .satisfies(a -> assertThat(a.getErrorMessage()).contains("no such bucket"));
    // Whatever REST shows has its place here, so that a field added there is not forgotten here.
    assertThat(names(Job.getDefaultInstance())).containsExactlyElementsOf(fieldsOf(rest));
  }

  private static List<String> names(Message message) {
    return message.getDescriptorForType().getFields().stream()
        .map(FieldDescriptor::getName)
        .sorted()
        .toList();
  }

  private static List<String> fieldsOf(LiveApi.Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    return names;
  }

  @Test
  void a_request_means_what_its_json_means() {
    SubmitRequest.Builder etl =
        GrpcClient.job()
            .setIdempotencyKey("same")
            .setConfig(
                JobConfig.newBuilder()
                    .setSparkVersion("4.1")
                    .setJobType(JobType.JOB_TYPE_BATCH)
                    .setCoreEtl(CoreEtl.newBuilder().setVersion("2.7.0").setJobSpec(spec()))
                    .setResources(
                        Resources.newBuilder()
                            .setDriver(DriverResources.newBuilder().setCores(2).setMemory("2g"))
                            .setExecutor(
                                ExecutorResources.newBuilder()
                                    .setDynamicAllocation(true)
                                    .setMinExecutors(0)
                                    .setMaxExecutors(3)))
                    .putSparkConfig("spark.sql.shuffle.partitions", "7")
                    .putEnvVars("A", "b"));
    String json =
        """
        {"name": "nightly", "team": "data-infra", "idempotency_key": "same", "config": {
          "spark_version": "4.1", "job_type": "BATCH",
          "core_etl": {"version": "2.7.0", "job_spec": {
            "sources": [{"name": "orders", "type": "csv", "path": "/in.csv",
                         "options": {"header": true, "maxColumns": 10}}],
            "sinks": [{"type": "parquet", "path": "/out", "mode": "overwrite"}]}},
          "resources": {"driver": {"cores": 2, "memory": "2g"},
                        "executor": {"dynamic_allocation": true, "min_executors": 0,
                                     "max_executors": 3}},
          "spark_config": {"spark.sql.shuffle.partitions": "7"}, "env_vars": {"A": "b"}}}
        """;
    String job = api.submit(json);

    SubmitResponse again = client.jobs().submit(etl.build());

    assertThat(again.getJobId()).isEqualTo(job);
    assertThat(again.getRepeated()).isTrue();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value list(Struct.Builder item) {
    return Value.newBuilder()
        .setListValue(ListValue.newBuilder().addValues(Value.newBuilder().setStructValue(item)))
        .build();
  }

  private static Struct.Builder spec() {
    Struct.Builder options =
        Struct.newBuilder()
            .putFields("header", Value.newBuilder().setBoolValue(true).build())
            .putFields("maxColumns", Value.newBuilder().setNumberValue(10).build());
    Struct.Builder source =
        Struct.newBuilder()
            .putFields("name", text("orders"))
            .putFields("type", text("csv"))
            .putFields("path", text("/in.csv"))
            .putFields("options", Value.newBuilder().setStructValue(options).build());
    Struct.Builder sink =
        Struct.newBuilder()
            .putFields("type", text("parquet"))
            .putFields("path", text("/out"))
            .putFields("mode", text("overwrite"));
    return Struct.newBuilder().putFields("sources", list(source)).putFields("sinks", list(sink));
  }

  @Test
  void every_mistake_is_told_by_its_path_as_over_rest() {
    SubmitRequest.Builder wrong = SubmitRequest.newBuilder().setName("n").setTeam("No Team");
    wrong
        .getConfigBuilder()
        .setCoreEtl(
            CoreEtl.newBuilder()
                .setVersion("2.7.0")
                .setJobSpec(
                    spec()
                        .putFields(
                            "sinks", list(Struct.newBuilder().putFields("type", text("prquet"))))))
        .getResourcesBuilder()
        .getDriverBuilder()
        .setCores(0)
        .setMemory("lots");
    String json =
        """
        {"name": "n", "team": "No Team", "config": {
          "core_etl": {"version": "2.7.0", "job_spec": {
            "sources": [{"name": "orders", "type": "csv", "path": "/in.csv",
                         "options": {"header": true, "maxColumns": 10}}],
            "sinks": [{"type": "prquet"}]}},
          "resources": {"driver": {"cores": 0, "memory": "lots"}}}}
        """;

    Refused refused = refused(wrong);

    assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
    ErrorInfo info = refused.detail(ErrorInfo.class);
    assertThat(info.getReason()).isEqualTo("INVALID_REQUEST");
    assertThat(info.getDomain()).isEqualTo("switchyard");
    assertThat(info.getMetadataMap())
        .containsEntry("type", "urn:switchyard:problem:invalid-request");
    var rest = api.post(json);
    assertThat(refused.fields())
        .contains("team", "config.resources.driver.cores", "config.resources.driver.memory")
        .containsExactlyElementsOf(rest.fields());
    assertThat(refused.message()).isEqualTo(rest.at("detail"));
    assertThat(refused.detail(BadRequest.class).getFieldViolations(0).getDescription())
        .startsWith("\"No Team\" ");
  }

  @Test
  void nothing_that_is_asked_for_is_dropped_in_silence() {
    SubmitRequest.Builder newer = GrpcClient.job();
    newer
        .getConfigBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build());
    SubmitRequest.Builder word = GrpcClient.job();
    word.getConfigBuilder().setJobTypeValue(7);
    SubmitRequest.Builder callback = GrpcClient.job().setCallbackUrl("https://x.example");
    SubmitRequest.Builder two = GrpcClient.job();
    two.getConfigBuilder().getPysparkBuilder().setScript("/a.py");

    assertThat(refused(newer).fields()).containsExactly("config.field number 99");
    assertThat(refused(word).fields()).containsExactly("config.job_type");
    assertThat(refused(callback).fields()).containsExactly("callback_url");
    assertThat(refused(two).fields()).containsExactly("config");
    assertThat(refused(SubmitRequest.newBuilder()).fields())
        .containsExactly("name", "team", "config");
  }

  @Test
  void what_no_backend_can_run_is_an_invalid_argument_of_its_own_kind() {
    SubmitRequest.Builder old = GrpcClient.job();
    old.getConfigBuilder().setSparkVersion("2.4");

    Refused refused = refused(old);

    assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.reason()).isEqualTo("CANNOT_RUN");
    assertThat(refused.fields()).containsExactly("config.spark_version");
  }

  @Test
  void a_key_is_repeated_or_taken() {
    String job = submit(GrpcClient.job().setIdempotencyKey("k-1"));
    SubmitRequest.Builder other = GrpcClient.job().setIdempotencyKey("k-1");
    other.getConfigBuilder().getCustomJarBuilder().setJarPath("/jars/b.jar");

    assertThat(submit(GrpcClient.job().setIdempotencyKey("k-1"))).isEqualTo(job);
    Refused refused = refused(other);
    assertThat(refused.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(refused.reason()).isEqualTo("IDEMPOTENCY_KEY_TAKEN");
    assertThat(refused.fields()).containsExactly("config.custom_jar.jar_path");
    assertThat(refused.message()).contains(job);
  }

  @Test
  void a_job_that_is_not_there_is_not_found() {
    for (String id : List.of("", "x", "job-01jd0000000000000000000000")) {
      Refused refused = Refused.by(() -> client.jobs().get(get(id)));
      assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(refused.reason()).isEqualTo("JOB_NOT_FOUND");
      assertThat(refused.fields()).containsExactly("job_id");
    }
  }

  @Test
  void pages_hold_every_job_once_newest_first_and_filters_filter() {
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.add(submit(GrpcClient.job().setName("job-" + i)));
    }
    Collections.reverse(submitted);
    List<String> listed = new ArrayList<>();
    ListRequest.Builder request = ListRequest.newBuilder().setLimit(2);
    ListResponse page = client.jobs().list(request.build());
    while (page.hasNextCursor()) {
      page.getJobsList().forEach(job -> listed.add(job.getJobId()));
      page = client.jobs().list(request.setCursor(page.getNextCursor()).build());
    }
    page.getJobsList().forEach(job -> listed.add(job.getJobId()));

    assertThat(listed).isEqualTo(submitted);
    assertThat(
            client.jobs().list(ListRequest.newBuilder().setNamePrefix("job-3").build()).getJobs(0))
        .extracting(Job::getName)
        .isEqualTo("job-3");
    ListRequest ended = ListRequest.newBuilder().setStatus(JobStatus.JOB_STATUS_SUCCEEDED).build();
    assertThat(client.jobs().list(ended).getJobsList()).isEmpty();
    Refused wrong =
        Refused.by(
            () ->
                client
                    .jobs()
                    .list(
                        ListRequest.newBuilder()
                            .setLimit(501)
                            .setCursor("x")
                            .setTeam("A")
                            .build()));
    assertThat(wrong.fields()).containsExactly("team", "limit", "cursor");
  }

  @Test
  void a_cancelled_job_cannot_be_cancelled_again() {
    String job = submit(GrpcClient.job());
    api.awaitStatus(job, "SUBMITTED");
    CancelRequest cancel =
        CancelRequest.newBuilder().setJobId(job).setReason("wrong input").build();

    var answer = client.jobs().cancel(cancel);

    assertThat(answer.getSuccess()).isTrue();
    assertThat(answer.getMessage()).startsWith("The driver is being stopped");
    assertThat(api.awaitStatus(job, "CANCELLED").at("message")).contains("wrong input");
    Refused again = Refused.by(() -> client.jobs().cancel(cancel));
    assertThat(again.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(again.reason()).isEqualTo("JOB_ALREADY_ENDED");
    Refused wordy =
        Refused.by(
            () -> client.jobs().cancel(cancel.toBuilder().setReason("x".repeat(501)).build()));
    assertThat(wordy.fields()).containsExactly("reason");
  }

  @Test
  void a_store_that_is_away_is_unavailable_and_says_when_to_try_again() {
    api.storeAnswers.set(false);

    Refused refused = refused(GrpcClient.job());

    assertThat(refused.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused.detail(RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
    api.storeAnswers.set(true);
    assertThat(submit(GrpcClient.job())).isNotEmpty();
  }

  @Test
  void calls_are_counted_by_method_and_code() {
    submit(GrpcClient.job());

    assertThat(api.get("/metrics").text())
        .contains("switchyard_jobs_submitted_total{answer=\"accepted\"} 1.0")
        .contains(
            "grpc_server_calls_seconds_count{code=\"OK\","
                + "method=\"switchyard.v1.JobService/Submit\"} 1");
  }
}
