package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.app.http.NoSuchJob;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.grpc.v1.StatusChange;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.GetJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every job that somebody watches. Each is looked at once per poll, however many watch it; nothing
 * is looked at while nobody watches.
 */
final class WatchedJobs {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedJobs.class);

  private final GetJob getJob;
  private final Streams streams;
  private final Map<JobId, List<Watcher>> watched = new HashMap<>();

  WatchedJobs(GetJob getJob, Streams streams) {
    this.getJob = getJob;
    this.streams = streams;
  }

  /** Tells where the job stands, now and at every change, until it ends. Blocks for the store. */
  void watch(JobId id, Caller caller, ServerCallStreamObserver<StatusChange> out) {
    Job job = getJob.get(id, caller).orElseThrow(() -> NoSuchJob.of(id));
    streams.begin(out);
    Watcher watcher = new Watcher(caller, out, streams);
    out.setOnCancelHandler(() -> streams.ended(out));
    if (!watcher.see(job)) {
      add(id, watcher);
    }
  }

  private synchronized void add(JobId id, Watcher watcher) {
    if (watched.isEmpty()) {
      var unused = streams.later(this::look);
    }
    watched.computeIfAbsent(id, job -> new ArrayList<>()).add(watcher);
  }

  private void look() {
    try {
      snapshot().forEach(this::look);
    } catch (TargetFailure failure) {
      LOG.atDebug().addKeyValue("error", failure.getMessage()).log("watched jobs not seen");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("watching jobs failed");
    } finally {
      forgetTheGone();
    }
  }

  private void look(JobId id, List<Watcher> watchers) {
    // All of them may see it, or they would not be here.
    Optional<Job> job = getJob.get(id, watchers.get(0).caller());
    for (Watcher watcher : watchers) {
      job.ifPresentOrElse(watcher::see, () -> watcher.fail(NoSuchJob.of(id)));
    }
  }

  private synchronized Map<JobId, List<Watcher>> snapshot() {
    Map<JobId, List<Watcher>> copy = new HashMap<>();
    watched.forEach((id, watchers) -> copy.put(id, List.copyOf(watchers)));
    return copy;
  }

  private synchronized void forgetTheGone() {
    watched.values().forEach(watchers -> watchers.removeIf(Watcher::gone));
    watched.values().removeIf(List::isEmpty);
    if (!watched.isEmpty()) {
      var unused = streams.later(this::look);
    }
  }
}
