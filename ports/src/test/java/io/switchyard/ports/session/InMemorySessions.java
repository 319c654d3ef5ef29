package io.switchyard.ports.session;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The store of sessions as a map. */
public final class InMemorySessions implements Sessions, SessionWork {

  private record Row(
      Session session, long version, @Nullable Instant due, @Nullable Instant leaseUntil) {}

  private final Map<SessionKey, Row> rows = new LinkedHashMap<>();

  @Override
  public synchronized Pinning pin(Session fresh, Instant due, @Nullable Integer limit) {
    Row there = rows.get(fresh.key());
    if (there != null) {
      return new Pinning.Pinned(there.session(), false);
    }
    long open = all().filter(s -> !s.ended() && s.key().team().equals(fresh.key().team())).count();
    if (limit != null && open >= limit) {
      return new Pinning.OverLimit(open, limit);
    }
    rows.put(fresh.key(), new Row(fresh, 1, due, null));
    return new Pinning.Pinned(fresh, true);
  }

  private Stream<Session> all() {
    return rows.values().stream().map(Row::session);
  }

  @Override
  public synchronized List<Session> of(String user, String sessionId) {
    return all()
        .filter(s -> s.key().user().equals(user) && s.key().sessionId().equals(sessionId))
        .toList();
  }

  @Override
  public synchronized Optional<Session> find(SessionId id) {
    return all().filter(session -> session.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<Session> list(SessionFilter filter, int limit) {
    SessionFilter.Position before = filter.before();
    return matching(filter)
        .sorted(comparing(Session::createdAt).thenComparing(Session::id).reversed())
        .filter(
            s ->
                before == null
                    || s.createdAt().isBefore(before.createdAt())
                    || (s.createdAt().equals(before.createdAt())
                        && s.id().compareTo(before.id()) < 0))
        .limit(limit)
        .toList();
  }

  private Stream<Session> matching(SessionFilter filter) {
    return all()
        .filter(s -> filter.teams() == null || filter.teams().contains(s.key().team()))
        .filter(s -> filter.user() == null || s.key().user().equals(filter.user()))
        .filter(s -> filter.cluster() == null || filter.cluster().equals(s.cluster()))
        .filter(s -> filter.job() == null || filter.job().equals(s.job()))
        .filter(s -> filter.sessionId() == null || s.key().sessionId().equals(filter.sessionId()))
        .filter(s -> filter.open() == null || s.ended() != filter.open());
  }

  @Override
  public synchronized long count(SessionFilter filter) {
    return matching(filter).count();
  }

  @Override
  public synchronized List<OpenOn> open() {
    Map<OpenOn, Long> counts =
        all()
            .filter(session -> !session.ended())
            .collect(
                groupingBy(
                    session -> new OpenOn(session.key().team(), session.on(), 0), counting()));
    return counts.entrySet().stream()
        .map(e -> new OpenOn(e.getKey().team(), e.getKey().server(), e.getValue()))
        .toList();
  }

  @Override
  public synchronized Optional<Session> end(SessionId id, SessionEnd how, @Nullable Instant due) {
    for (Row row : List.copyOf(rows.values())) {
      if (row.session().id().equals(id)) {
        if (!row.session().ended()) {
          Row ended = new Row(row.session().over(how), row.version() + 1, due, null);
          rows.put(row.session().key(), ended);
        }
        return find(id);
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void record(Collection<Activity> activities) {
    for (Activity one : activities) {
      rows.computeIfPresent(
          one.key(),
          (key, row) ->
              new Row(
                  row.session().used(one.bytesUp(), one.bytesDown(), one.operations(), one.at()),
                  row.version(),
                  row.due(),
                  row.leaseUntil()));
    }
  }

  @Override
  public synchronized List<Claim> claimDue(Instant now, Duration lease, int limit) {
    List<Row> due =
        rows.values().stream()
            .filter(row -> row.due() != null && !row.due().isAfter(now))
            .filter(row -> row.leaseUntil() == null || !row.leaseUntil().isAfter(now))
            .sorted(comparing(Row::due).thenComparing(row -> row.session().id()))
            .limit(limit)
            .toList();
    List<Claim> claims = new ArrayList<>();
    for (Row row : due) {
      rows.put(
          row.session().key(),
          new Row(row.session(), row.version() + 1, row.due(), now.plus(lease)));
      claims.add(new Claim(row.session(), row.version() + 1));
    }
    return claims;
  }

  @Override
  public synchronized void postpone(Claim claim, @Nullable Instant due) {
    Row row = rows.get(claim.session().key());
    if (row != null && row.version() == claim.version()) {
      rows.put(claim.session().key(), new Row(row.session(), row.version() + 1, due, null));
    }
  }

  @Override
  public synchronized boolean endUnused(Claim claim, SessionEnd how, Instant due) {
    Session known = claim.session();
    Row row = rows.get(known.key());
    boolean same =
        row != null
            && row.version() == claim.version()
            && !row.session().ended()
            && row.session().lastActivityAt().equals(known.lastActivityAt());
    if (same) {
      end(known.id(), how, due);
    }
    return same;
  }

  @Override
  public synchronized Set<ServerId> servers() {
    return all().filter(session -> !session.ended()).map(Session::on).collect(toSet());
  }

  @Override
  public synchronized List<Session> endOn(ServerId server, SessionEnd how) {
    List<SessionId> there =
        all().filter(s -> !s.ended()).filter(s -> s.on().equals(server)).map(Session::id).toList();
    return there.stream().map(id -> end(id, how, null).orElseThrow()).toList();
  }

  @Override
  public synchronized List<SessionKey> endedSince(Instant since) {
    return all()
        .filter(s -> s.end() != null && !s.end().at().isBefore(since))
        .map(Session::key)
        .toList();
  }

  @Override
  public synchronized int forget(Instant before, int limit) {
    List<SessionKey> old =
        all()
            .filter(s -> s.end() != null && s.end().at().isBefore(before))
            .limit(limit)
            .map(Session::key)
            .toList();
    old.forEach(rows::remove);
    return old.size();
  }
}
