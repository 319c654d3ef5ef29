package io.switchyard.ports.job;

import static java.util.stream.Collectors.toMap;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The watches over the executions of an {@link InMemoryJobs}. */
final class InMemoryWatches implements Watches {

  private record Row(long version, Instant due, Instant leaseUntil) {}

  private final InMemoryJobs store;
  private final Map<BackendId, Row> rows = new HashMap<>();

  InMemoryWatches(InMemoryJobs store) {
    this.store = store;
  }

  @Override
  public synchronized List<Watch> claimDue(
      Collection<BackendId> backends, Instant now, Duration lease) {
    List<Watch> claimed = new ArrayList<>();
    for (BackendId backend : backends) {
      Row row = rows.getOrDefault(backend, new Row(0, Instant.MIN, Instant.MIN));
      if (!row.due().isAfter(now) && !row.leaseUntil().isAfter(now)) {
        rows.put(backend, new Row(row.version() + 1, row.due(), now.plus(lease)));
        claimed.add(new Watch(backend, row.version() + 1));
      }
    }
    return claimed;
  }

  @Override
  public synchronized boolean release(Watch watch, Instant due) {
    Row row = rows.get(watch.backend());
    if (row == null || row.version() != watch.version()) {
      return false;
    }
    rows.put(watch.backend(), new Row(row.version() + 1, due, Instant.MIN));
    return true;
  }

  @Override
  public synchronized void hurry(BackendId backend, Instant due) {
    rows.computeIfPresent(
        backend,
        (id, row) -> row.due().isAfter(due) ? new Row(row.version(), due, row.leaseUntil()) : row);
  }

  @Override
  public Map<ExecutionId, Long> versions(BackendId backend) {
    return store.watched().stream()
        .filter(claimed -> claimed.execution().backend().equals(backend))
        .collect(toMap(claimed -> claimed.execution().id(), Claimed::version));
  }

  @Override
  public List<Claimed> read(Collection<ExecutionId> executions) {
    return store.watched().stream()
        .filter(claimed -> executions.contains(claimed.execution().id()))
        .toList();
  }
}
