package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Callback.State;
import io.switchyard.ports.job.CallbackAnswer.Delivered;
import io.switchyard.ports.job.CallbackAnswer.Failed;
import io.switchyard.ports.job.CallbackAnswer.Gone;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class DeliverCallbacksTest {

  private static final String URL = "https://hooks.example.com/done";

  private final InMemoryJobs store = new InMemoryJobs();
  private final FakeBackend backend = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backends backends =
      new Backends(List.of(new Backend(JobExamples.BACKEND, backend, backend)));
  private final SubmitJob submitJob =
      new SubmitJob(store, backends, ids, clock, (url, team) -> Optional.empty(), TeamQuotas.NONE);
  private final AdvanceExecutions advance = store.advancing(backends, ids, clock);
  private final GetCallbacks getCallbacks = new GetCallbacks(store.callbacks());

  private final List<Job> sent = new ArrayList<>();
  private final Deque<CallbackAnswer> answers = new ArrayDeque<>();
  private DeliverCallbacks deliver = delivering(store.callbacks(), Runnable::run);

  private DeliverCallbacks delivering(Callbacks callbacks, Executor threads) {
    return new DeliverCallbacks(
        callbacks, store, this::answer, threads, clock, CallbackTerms.DEFAULT);
  }

  private CallbackAnswer answer(Job job, CallbackUrl url) {
    assertThat(url).isEqualTo(job.request().callbackUrl());
    sent.add(job);
    return answers.isEmpty() ? new Delivered(200) : answers.poll();
  }

  private Job running() {
    return running(URL);
  }

  private Job running(String url) {
    Job job = ((Submission.Accepted) submitJob.submit(JobExamples.callingBack(url), ANNA)).job();
    pass();
    backend.enter(job.current().id(), Phase.RUNNING);
    pass();
    return job;
  }

  private Job ended() {
    return end(running());
  }

  private Job end(Job job) {
    backend.enter(job.current().id(), Phase.SUCCEEDED);
    pass();
    return job;
  }

  private void pass() {
    clock.advance(Duration.ofSeconds(2));
    advance.advance();
  }

  private Callback of(Job job) {
    return getCallbacks.of(List.of(store.find(job.id()).orElseThrow())).get(job.id());
  }

  @Test
  void the_end_is_told_once() {
    Job job = running();
    assertThat(deliver.deliver()).isZero();
    end(job);
    assertThat(deliver.deliver()).isEqualTo(1);
    assertThat(sent).extracting(Job::status).containsExactly(JobStatus.SUCCEEDED);
    assertThat(of(job).state()).isEqualTo(State.DELIVERED);
    assertThat(of(job).lastStatus()).isEqualTo(200);
    assertThat(of(job).tries()).isEqualTo(1);
    clock.advance(Duration.ofDays(2));
    assertThat(deliver.deliver()).isZero();
  }

  @Test
  void what_fails_is_told_again_until_it_is_taken() {
    Job job = ended();
    answers.add(new Failed(500, "the receiver answered 500", null));
    answers.add(new Failed(null, "the receiver does not answer", Duration.ofMinutes(2)));
    deliver.deliver();
    assertThat(of(job).state()).isEqualTo(State.PENDING);
    assertThat(of(job).lastError()).isEqualTo("the receiver answered 500");
    assertThat(deliver.deliver()).isZero();
    clock.advance(Duration.ofSeconds(5));
    assertThat(deliver.deliver()).isEqualTo(1);
    assertThat(of(job).lastStatus()).isNull();
    clock.advance(Duration.ofSeconds(119));
    assertThat(deliver.deliver()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(deliver.deliver()).isEqualTo(1);
    assertThat(of(job).state()).isEqualTo(State.DELIVERED);
    assertThat(of(job).lastError()).isEmpty();
    assertThat(of(job).tries()).isEqualTo(3);
  }

  @Test
  void a_receiver_that_never_takes_it_is_given_up_after_a_day() {
    Job job = ended();
    while (of(job).state() == State.PENDING) {
      answers.add(new Failed(null, "connection refused", null));
      deliver.deliver();
      clock.advance(Duration.ofSeconds(30));
    }
    assertThat(of(job).state()).isEqualTo(State.FAILED);
    assertThat(of(job).lastError()).isEqualTo("connection refused");
    assertThat(Duration.between(of(job).asked(), of(job).lastTry()))
        .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusSeconds(30));
  }

  @Test
  void a_receiver_that_is_gone_is_not_asked_again() {
    Job job = ended();
    answers.add(new Gone(410, "the receiver answered 410"));
    deliver.deliver();
    assertThat(of(job).state()).isEqualTo(State.FAILED);
    clock.advance(Duration.ofDays(1));
    assertThat(deliver.deliver()).isZero();
  }

  @Test
  void what_a_process_that_died_was_sending_is_sent_by_another_when_its_claim_has_run_out() {
    Job job = ended();
    // It dies after the receiver has the callback and before the store knows.
    DeliverCallbacks dying = delivering(store.callbacks(), send -> answer(job, of(job).url()));
    assertThat(dying.deliver()).isEqualTo(1);
    assertThat(deliver.deliver()).isZero();
    clock.advance(CallbackTerms.DEFAULT.lease());
    assertThat(deliver.deliver()).isEqualTo(1);
    assertThat(sent).extracting(Job::id).containsExactly(job.id(), job.id());
    assertThat(of(job).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void no_more_are_under_way_than_there_are_places() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < DeliverCallbacks.AT_ONCE + 3; i++) {
      jobs.add(running("https://host" + i + ".example/"));
    }
    jobs.forEach(job -> backend.enter(job.current().id(), Phase.SUCCEEDED));
    pass();
    Deque<Runnable> waiting = new ArrayDeque<>();
    deliver = delivering(store.callbacks(), waiting::add);
    assertThat(deliver.deliver()).isEqualTo(DeliverCallbacks.AT_ONCE);
    assertThat(deliver.deliver()).isZero();
    waiting.poll().run();
    waiting.poll().run();
    assertThat(deliver.deliver()).isEqualTo(2);
    while (!waiting.isEmpty()) {
      waiting.poll().run();
    }
    assertThat(deliver.deliver()).isEqualTo(1);
  }

  @Test
  void a_store_that_is_away_takes_no_place_and_loses_nothing() {
    Job job = ended();
    Callbacks away =
        new AwayAfterClaim(store.callbacks()) {
          @Override
          public List<Claim> claimDue(Instant now, Duration lease, int limit, int perHost) {
            throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "store is away");
          }
        };
    DeliverCallbacks cut = delivering(away, Runnable::run);
    for (int i = 0; i < 2 * DeliverCallbacks.AT_ONCE; i++) {
      assertThatThrownBy(cut::deliver).isInstanceOf(TargetFailure.class);
    }
    DeliverCallbacks cutLater = delivering(new AwayAfterClaim(store.callbacks()), Runnable::run);
    for (int i = 0; i < 2 * DeliverCallbacks.AT_ONCE; i++) {
      assertThat(cutLater.deliver()).isEqualTo(1);
      clock.advance(CallbackTerms.DEFAULT.lease());
    }
    assertThat(deliver.deliver()).isEqualTo(1);
    assertThat(of(job).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void a_callback_that_cannot_be_promised_is_refused_at_submission() {
    Violation no = new Violation("callback_url", URL, "is no target", "use another");
    SubmitJob refusing =
        new SubmitJob(store, backends, ids, clock, (url, team) -> Optional.of(no), TeamQuotas.NONE);
    assertThat(refusing.submit(JobExamples.callingBack(URL), ANNA))
        .isEqualTo(new Submission.CallbackRefused(no));
    assertThat(refusing.submit(JobExamples.request(), ANNA))
        .isInstanceOf(Submission.Accepted.class);
    assertThat(
            new SubmitJob(store, backends, ids, clock).submit(JobExamples.callingBack(URL), ANNA))
        .isInstanceOf(Submission.CallbackRefused.class);
  }

  /** Claims, and then does not answer any more. */
  private static class AwayAfterClaim implements Callbacks {
    private final Callbacks there;

    AwayAfterClaim(Callbacks there) {
      this.there = there;
    }

    @Override
    public List<Claim> claimDue(Instant now, Duration lease, int limit, int perHost) {
      return there.claimDue(now, lease, limit, perHost);
    }

    @Override
    public boolean save(Claim was, Callback now) {
      throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "store is away");
    }

    @Override
    public Map<JobId, Callback> of(Collection<JobId> jobs) {
      return there.of(jobs);
    }
  }
}
