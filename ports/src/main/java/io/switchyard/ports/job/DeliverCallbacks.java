package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Callback.State;
import io.switchyard.ports.job.Callbacks.Claim;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells receivers of the ends of jobs, at least once each. Any number of processes and threads may
 * call it on one store; what one that dies had claimed is sent again by another.
 */
public final class DeliverCallbacks {

  /** How many are sent at one time. */
  public static final int AT_ONCE = 32;

  private static final Logger LOG = LoggerFactory.getLogger(DeliverCallbacks.class);

  private final Callbacks callbacks;
  private final Jobs jobs;
  private final CallbackSender sender;
  private final Executor threads;
  private final InstantSource clock;
  private final CallbackTerms terms;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * @param threads where receivers are waited for; takes {@value #AT_ONCE} of them at one time
   */
  public DeliverCallbacks(
      Callbacks callbacks,
      Jobs jobs,
      CallbackSender sender,
      Executor threads,
      InstantSource clock,
      CallbackTerms terms) {
    this.callbacks = callbacks;
    this.jobs = jobs;
    this.sender = sender;
    this.threads = threads;
    this.clock = clock;
    this.terms = terms;
  }

  /**
   * Claims what is due, as far as there are threads for it, and has it sent. Blocks for the store,
   * not for receivers. A store that fails here is thrown.
   *
   * @return how many were claimed; if it is {@value #AT_ONCE}, more may be due
   */
  public int deliver() {
    int places = free.drainPermits();
    List<Claim> claims = List.of();
    try {
      if (places > 0) {
        claims = callbacks.claimDue(clock.instant(), terms.lease(), places, terms.perHost());
      }
    } finally {
      free.release(places - claims.size());
    }
    claims.forEach(claim -> threads.execute(() -> deliverAndFree(claim)));
    return claims.size();
  }

  private void deliverAndFree(Claim claim) {
    try {
      deliver(claim);
    } catch (TargetFailure store) {
      LOG.atWarn()
          .addKeyValue("job_id", claim.callback().job())
          .addKeyValue("error", store.getMessage())
          .log("callback cannot be told from the store; it will be sent again");
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("job_id", claim.callback().job())
          .setCause(e)
          .log("sending a callback failed; it will be sent again");
    } finally {
      free.release();
    }
  }

  private void deliver(Claim claim) {
    Callback was = claim.callback();
    Optional<Job> job = jobs.find(was.job());
    if (job.isEmpty()) {
      // Deleted since, and the callback with it.
      return;
    }
    Callback now = was.after(sender.send(job.get(), was.url()), clock.instant(), terms);
    if (callbacks.save(claim, now)) {
      told(job.get(), now);
    }
  }

  private static void told(Job job, Callback now) {
    if (now.state() == State.DELIVERED) {
      LOG.atInfo()
          .addKeyValue("job_id", now.job())
          .addKeyValue("host", now.url().host())
          .addKeyValue("tries", now.tries())
          .log("callback delivered");
    } else if (now.state() == State.FAILED || now.tries() == 1) {
      LOG.atWarn()
          .addKeyValue("job_id", now.job())
          .addKeyValue("team", job.request().team())
          .addKeyValue("host", now.url().host())
          .addKeyValue("tries", now.tries())
          .addKeyValue("error", now.lastError())
          .log(
              now.state() == State.FAILED
                  ? "callback given up"
                  : "callback cannot be delivered yet; trying again");
    }
  }
}
