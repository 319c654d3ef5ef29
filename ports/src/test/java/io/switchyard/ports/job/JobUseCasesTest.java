package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static io.switchyard.ports.job.JobExamples.BORIS;
import static io.switchyard.ports.job.JobExamples.ROOT;
import static io.switchyard.ports.job.JobExamples.VERA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobUseCasesTest {

  private final InMemoryJobs store = new InMemoryJobs();
  private final FakeBackend backend = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backends backends = new Backends(List.of(backend.backend()));
  private final SubmitJob submitJob = new SubmitJob(store, backends, ids, clock);
  private final GetJob getJob = new GetJob(store);
  private final ListJobs listJobs = new ListJobs(store);
  private final CancelJob cancelJob = new CancelJob(store, store, clock);
  private final ReadJobLogs readJobLogs = new ReadJobLogs(store, backends);

  private Job submit() {
    return ((Submission.Accepted) submitJob.submit(JobExamples.request(), ANNA)).job();
  }

  @Test
  void an_accepted_job_is_stored_and_visible_to_its_team_only() {
    Job job = submit();
    assertThat(getJob.get(job.id(), ANNA)).contains(job);
    assertThat(getJob.get(job.id(), VERA)).contains(job);
    assertThat(getJob.get(job.id(), ROOT)).contains(job);
    assertThat(getJob.get(job.id(), BORIS)).isEmpty();
  }

  @Test
  void nobody_submits_for_another_team_or_as_another_user_unless_admin() {
    assertThat(submitJob.submit(JobExamples.request(), BORIS))
        .isEqualTo(new Submission.NotYourTeam(new Team("data-infra")));
    assertThat(submitJob.submit(JobExamples.request(), VERA))
        .isInstanceOf(Submission.NotYourTeam.class);
    JobRequest r = JobExamples.request();
    var asOther =
        new JobRequest(
            r.name(),
            r.team(),
            "boss",
            r.spec(),
            r.type(),
            null,
            r.resources(),
            r.settings(),
            null);
    assertThat(submitJob.submit(asOther, ANNA)).isInstanceOf(Submission.Refused.class);
    assertThat(submitJob.submit(asOther, ROOT)).isInstanceOf(Submission.Accepted.class);
  }

  @Test
  void what_no_backend_can_run_is_refused_and_not_stored() {
    JobRequest r = JobExamples.request();
    var old =
        new JobRequest(
            r.name(),
            r.team(),
            r.user(),
            r.spec(),
            r.type(),
            new SparkVersion("2.4"),
            r.resources(),
            r.settings(),
            null);
    assertThat(submitJob.submit(old, ANNA)).isInstanceOf(Submission.Refused.class);
    assertThat(store.list(JobFilter.ALL, 10)).isEmpty();
  }

  @Test
  void repeating_a_key_gives_the_same_job_and_another_body_is_told_apart() {
    JobRequest request = JobExamples.request("a", "data-infra", "k");
    Job job = ((Submission.Accepted) submitJob.submit(request, ANNA)).job();
    assertThat(submitJob.submit(request, ANNA)).isEqualTo(new Submission.Repeated(job));
    assertThat(submitJob.submit(JobExamples.request("b", "data-infra", "k"), ANNA))
        .isEqualTo(new Submission.KeyTaken(job.id(), List.of("name")));
  }

  @Test
  void pages_follow_one_another_and_end() {
    List<JobId> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.add(0, submit().id());
    }
    List<JobId> listed = new ArrayList<>();
    JobId before = null;
    int pages = 0;
    do {
      JobPage page = listJobs.list(new ListJobs.Query(null, null, "", 2, before), ANNA);
      page.jobs().forEach(job -> listed.add(job.id()));
      before = page.next();
      pages++;
    } while (before != null);
    assertThat(listed).isEqualTo(submitted);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void a_page_that_is_just_full_is_the_last() {
    submit();
    submit();
    assertThat(listJobs.list(new ListJobs.Query(null, null, "", 2, null), ANNA).next()).isNull();
  }

  @Test
  void a_list_shows_the_callers_teams_whatever_is_asked() {
    submit();
    var all = new ListJobs.Query(null, null, "", 10, null);
    var foreign = new ListJobs.Query(new Team("data-infra"), null, "", 10, null);
    assertThat(listJobs.list(all, BORIS).jobs()).isEmpty();
    assertThat(listJobs.list(foreign, BORIS).jobs()).isEmpty();
    assertThat(listJobs.list(all, ROOT).jobs()).hasSize(1);
    assertThatThrownBy(() -> new ListJobs.Query(null, null, "", 501, null))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void others_cannot_cancel() {
    Job job = submit();
    assertThat(cancelJob.cancel(job.id(), "", BORIS)).isInstanceOf(Cancellation.NotFound.class);
    assertThat(cancelJob.cancel(job.id(), "", VERA)).isInstanceOf(Cancellation.NotAllowed.class);
    assertThat(getJob.get(job.id(), ANNA)).contains(job);
  }

  private Job running() {
    Job job = submit();
    store.advancing(backends, ids, clock).advance();
    backend.enter(job.current().id(), Phase.RUNNING);
    return job;
  }

  private LogSlice log(Job job, @Nullable Long offset, @Nullable Integer tail) {
    return readJobLogs
        .read(job.id(), new LogQuery(LogStream.STDOUT, offset, tail), ANNA)
        .orElseThrow();
  }

  @Test
  void a_log_is_empty_before_there_is_one_and_hidden_from_others() {
    Job job = submit();
    assertThat(log(job, null, null).text()).isEmpty();
    assertThat(log(job, null, null).complete()).isFalse();
    var query = new LogQuery(LogStream.STDOUT, null, null);
    assertThat(readJobLogs.read(job.id(), query, BORIS)).isEmpty();
  }

  @Test
  void a_log_reads_on_from_an_offset_and_is_complete_when_the_driver_ended() {
    Job job = running();
    backend.print(job.current().id(), LogStream.STDOUT, "one");
    LogSlice first = log(job, null, null);
    assertThat(first.text()).isEqualTo("one\n");
    backend.print(job.current().id(), LogStream.STDOUT, "zwei ä");
    LogSlice second = log(job, first.nextOffset(), null);
    assertThat(second.text()).isEqualTo("zwei ä\n");
    assertThat(second.complete()).isFalse();
    backend.enter(job.current().id(), Phase.SUCCEEDED);
    clock.advance(Duration.ofSeconds(5));
    store.advancing(backends, ids, clock).advance();
    assertThat(log(job, second.nextOffset(), null).complete()).isTrue();
  }

  @Test
  void a_character_cut_in_two_waits_for_its_other_half() {
    Job job = running();
    backend.print(job.current().id(), LogStream.STDOUT, "x".repeat(DriverLogs.MAX_BYTES - 1) + "€");
    LogSlice first = log(job, 0L, null);
    assertThat(first.text()).hasSize(DriverLogs.MAX_BYTES - 1).doesNotContain("\uFFFD");
    assertThat(log(job, first.nextOffset(), null).text()).isEqualTo("€\n");
  }

  @ParameterizedTest
  @CsvSource({"1, 'three|'", "2, 'two|three|'", "3, 'one|two|three|'", "9, 'one|two|three|'"})
  void a_tail_is_that_many_last_lines(int lines, String expected) {
    Job job = running();
    List.of("one", "two", "three")
        .forEach(line -> backend.print(job.current().id(), LogStream.STDOUT, line));
    assertThat(log(job, null, lines).text()).isEqualTo(expected.replace('|', '\n'));
  }

  @Test
  void an_offset_and_a_tail_do_not_go_together() {
    assertThatThrownBy(() -> new LogQuery(LogStream.STDOUT, 1L, 1))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new LogQuery(LogStream.STDOUT, -1L, null))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new LogQuery(LogStream.STDOUT, null, 0))
        .isInstanceOf(InvalidValue.class);
  }
}
