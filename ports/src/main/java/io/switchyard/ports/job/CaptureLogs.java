package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogCapture.State;
import io.switchyard.ports.job.LogCaptures.Claim;
import io.switchyard.ports.placement.Backends;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    String problem;
    try {
      problem = copy(claim);
    } catch (TargetFailure failure) {
      problem = String.valueOf(failure.getMessage());
    }
    if (!problem.isEmpty()) {
      missed(claim, problem);
    }
  }

  /** What is in the way; empty if nothing is. */
  private String copy(Claim claim) {
    ExecutionId id = claim.capture().execution();
    if (store.read(id, LogStream.STDERR, 0, 1).isPresent()) {
      // Somebody completed it and died before the next line.
      save(claim, State.CAPTURED);
      return "";
    }
    var backend = backends.find(claim.capture().backend());
    if (backend.isEmpty()) {
      return "backend " + claim.capture().backend() + " is not configured";
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
      // No driver writes nothing; its worker may be away for now.
      return "there is no log where the driver ran";
    }
    if (whole) {
      store.complete(id);
    }
    save(claim, whole ? State.CAPTURED : State.PENDING);
    return "";
  }

  private void save(Claim claim, State state) {
    captures.save(claim, claim.capture().in(state), settled());
  }

  private void missed(Claim claim, String problem) {
    LogCapture failed = claim.capture().failed();
    boolean lost = !clock.instant().isBefore(failed.ended().plus(terms.captureFor()));
    if (lost) {
      store.forget(failed.execution());
    }
    if (lost || failed.tries() == 1) {
      LOG.atWarn()
          .addKeyValue("execution_id", failed.execution())
          .addKeyValue("backend", failed.backend())
          .addKeyValue("error", problem)
          .log(lost ? "log of an execution is lost" : "log cannot be captured yet; trying again");
    }
    captures.save(
        claim,
        lost ? failed.in(State.LOST) : failed,
        settled().plus(terms.pauseAfter(failed.tries())));
  }
}
