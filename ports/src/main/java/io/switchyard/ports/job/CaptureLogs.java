package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogCapture.State;
import io.switchyard.ports.job.LogCaptures.Claim;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the logs of ended executions to the log store. Any number of processes and threads may
 * call it on one store; one that dies in the middle is followed by another that goes on.
 */
public final class CaptureLogs {

  /** Few, so that a worker that does not answer keeps few others waiting. */
  public static final int BATCH = 4;

  private static final Logger LOG = LoggerFactory.getLogger(CaptureLogs.class);

  /** Pages of one stream in one pass; what is longer goes on in the next. */
  private static final int PAGES = 16;

  /** How long a worker may be away, so that it is not known whether a driver has left a log. */
  private static final Duration AWAY = Execution.PATIENCE;

  private final LogCaptures captures;
  private final Backends backends;
  private final LogStore store;
  private final InstantSource clock;
  private final CaptureTerms terms;

  public CaptureLogs(
      LogCaptures captures,
      Backends backends,
      LogStore store,
      InstantSource clock,
      CaptureTerms terms) {
    this.captures = captures;
    this.backends = backends;
    this.store = store;
    this.clock = clock;
    this.terms = terms;
  }

  /**
   * One pass over at most {@value #BATCH} executions. Blocks for the stores and the backends. A
   * backend or a log store that fails delays the capture; a store of jobs that fails is thrown.
   *
   * @return how many were claimed; if it is {@value #BATCH}, more may be due
   */
  public int capture() {
    List<Claim> due = captures.claimDue(settled(), terms.lease(), BATCH);
    due.forEach(this::capture);
    return due.size();
  }

  /** This work lives a moment in the past, in which every log was written to its end. */
  private Instant settled() {
    return clock.instant().minus(terms.settle());
  }

  private void capture(Claim claim) {
    try {
      if (store.read(claim.capture().execution(), LogStream.STDERR, 0, 1).isPresent()) {
        // Somebody completed it and died before the next line.
        save(claim, State.CAPTURED);
      } else {
        copy(claim);
      }
    } catch (TargetFailure failure) {
      missed(claim, String.valueOf(failure.getMessage()));
    }
  }

  private void copy(Claim claim) {
    var backend = backends.find(claim.capture().backend());
    if (backend.isEmpty()) {
      missed(claim, "backend " + claim.capture().backend() + " is not configured");
      return;
    }
    long size = 0;
    boolean whole = true;
    for (LogStream stream : LogStream.values()) {
      var copy =
          new LogCopy(claim.capture(), backend.get().logs(), store, stream, terms.maxStream());
      LogCopy.Result result = copy.copy(PAGES);
      size += result.size();
      whole &= result.whole();
    }
    if (size == 0) {
      nothingThere(claim);
      return;
    }
    if (whole) {
      store.complete(claim.capture().execution());
    }
    save(claim, whole ? State.CAPTURED : State.PENDING);
  }

  /** No driver that ran wrote nothing; but its worker may be away for now. */
  private void nothingThere(Claim claim) {
    LogCapture capture = claim.capture();
    Duration patience = terms.captureFor().compareTo(AWAY) < 0 ? terms.captureFor() : AWAY;
    if (!capture.expected() && !clock.instant().isBefore(capture.ended().plus(patience))) {
      save(claim, State.NONE);
    } else {
      missed(claim, "there is no log where the driver ran");
    }
  }

  private void save(Claim claim, State state) {
    save(claim, claim.capture().in(state), settled());
  }

  private void save(Claim claim, LogCapture now, Instant due) {
    ExecutionId id = now.execution();
    if (!captures.save(claim, now, due) && captures.states(Set.of(id)).isEmpty()) {
      // The job was forgotten meanwhile, and nobody else would delete what was just written.
      store.forget(id);
    }
  }

  private void missed(Claim claim, String problem) {
    LogCapture failed = claim.capture().failed();
    boolean lost = !clock.instant().isBefore(failed.ended().plus(terms.captureFor()));
    if (lost) {
      store.forget(failed.execution());
    }
    if (lost || (failed.tries() == 1 && failed.expected())) {
      LOG.atWarn()
          .addKeyValue("execution_id", failed.execution())
          .addKeyValue("backend", failed.backend())
          .addKeyValue("error", problem)
          .log(lost ? "log of an execution is lost" : "log cannot be captured yet; trying again");
    }
    save(
        claim,
        lost ? failed.in(State.LOST) : failed,
        settled().plus(terms.pauseAfter(failed.tries())));
  }
}
