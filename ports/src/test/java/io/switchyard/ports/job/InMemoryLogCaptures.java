package io.switchyard.ports.job;

import static java.util.Comparator.comparing;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Captures as a map. */
public final class InMemoryLogCaptures implements LogCaptures {

  private record Row(LogCapture capture, long version, Instant due, Instant leaseUntil) {}

  private final Map<ExecutionId, Row> rows = new HashMap<>();

  synchronized void addFor(Execution execution) {
    LogCapture.of(execution).ifPresent(this::add);
  }

  /** Adds a capture that is due at its end. */
  public synchronized void add(LogCapture capture) {
    rows.put(capture.execution(), new Row(capture, 1, capture.ended(), Instant.MIN));
  }

  synchronized boolean claimed(ExecutionId execution) {
    Row row = rows.get(execution);
    return row != null && !row.leaseUntil().equals(Instant.MIN);
  }

  public synchronized void remove(ExecutionId execution) {
    rows.remove(execution);
  }

  @Override
  public synchronized List<Claim> claimDue(Instant now, Duration lease, int limit) {
    List<Row> due =
        rows.values().stream()
            .filter(row -> row.capture().state() == LogCapture.State.PENDING)
            .filter(row -> !row.due().isAfter(now) && !row.leaseUntil().isAfter(now))
            .sorted(comparing(Row::due).thenComparing(row -> row.capture().execution()))
            .limit(limit)
            .toList();
    List<Claim> claims = new ArrayList<>();
    for (Row row : due) {
      long version = row.version() + 1;
      rows.put(
          row.capture().execution(), new Row(row.capture(), version, row.due(), now.plus(lease)));
      claims.add(new Claim(row.capture(), version));
    }
    return claims;
  }

  @Override
  public synchronized boolean save(Claim was, LogCapture now, Instant due) {
    Row row = rows.get(now.execution());
    if (row == null || row.version() != was.version()) {
      return false;
    }
    rows.put(now.execution(), new Row(now, row.version() + 1, due, Instant.MIN));
    return true;
  }

  @Override
  public synchronized Map<ExecutionId, LogCapture.State> states(
      Collection<ExecutionId> executions) {
    Map<ExecutionId, LogCapture.State> states = new HashMap<>();
    for (ExecutionId id : executions) {
      if (rows.containsKey(id)) {
        states.put(id, rows.get(id).capture().state());
      }
    }
    return states;
  }
}
