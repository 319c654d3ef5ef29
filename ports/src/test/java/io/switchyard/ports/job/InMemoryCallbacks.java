package io.switchyard.ports.job;

import static java.util.Comparator.comparing;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.Callback.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Callbacks as a map. */
public final class InMemoryCallbacks implements Callbacks {

  private record Row(Callback callback, long version, Instant leaseUntil) {

    boolean due(Instant now) {
      Instant next = callback.next();
      return callback.state() == State.PENDING && next != null && !next.isAfter(now);
    }

    boolean held(Instant now) {
      return leaseUntil.isAfter(now);
    }
  }

  private final Map<JobId, Row> rows = new HashMap<>();

  synchronized void addFor(Job job) {
    Callback.of(job).ifPresent(c -> rows.put(job.id(), new Row(c, 1, Instant.MIN)));
  }

  synchronized void ended(Change change) {
    if (change.now().ended() && change.following() == null) {
      rows.computeIfPresent(
          change.now().job(),
          (job, row) ->
              new Row(
                  row.callback().ended(change.now().state().since()), row.version(), Instant.MIN));
    }
  }

  synchronized boolean pending(JobId job) {
    return rows.containsKey(job) && rows.get(job).callback().state() == State.PENDING;
  }

  synchronized void forget(JobId job) {
    rows.remove(job);
  }

  @Override
  public synchronized List<Claim> claimDue(Instant now, Duration lease, int limit, int perHost) {
    Map<String, Integer> held = new HashMap<>();
    rows.values().stream()
        .filter(row -> row.due(now) && row.held(now))
        .forEach(row -> held.merge(row.callback().url().host(), 1, Integer::sum));
    List<Row> due =
        rows.values().stream()
            .filter(row -> row.due(now) && !row.held(now))
            .sorted(
                comparing((Row row) -> row.callback().next())
                    .thenComparing(row -> row.callback().job()))
            .toList();
    List<Claim> claims = new ArrayList<>();
    for (Row row : due) {
      String host = row.callback().url().host();
      if (claims.size() < limit && held.getOrDefault(host, 0) < perHost) {
        held.merge(host, 1, Integer::sum);
        long version = row.version() + 1;
        rows.put(row.callback().job(), new Row(row.callback(), version, now.plus(lease)));
        claims.add(new Claim(row.callback(), version));
      }
    }
    return claims;
  }

  @Override
  public synchronized boolean save(Claim was, Callback now) {
    Row row = rows.get(now.job());
    if (row == null || row.version() != was.version()) {
      return false;
    }
    rows.put(now.job(), new Row(now, row.version() + 1, Instant.MIN));
    return true;
  }

  @Override
  public synchronized Map<JobId, Callback> of(Collection<JobId> jobs) {
    Map<JobId, Callback> found = new HashMap<>();
    for (JobId job : jobs) {
      if (rows.containsKey(job)) {
        found.put(job, rows.get(job).callback());
      }
    }
    return found;
  }
}
