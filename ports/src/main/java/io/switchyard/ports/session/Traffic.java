package io.switchyard.ports.session;

import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.SessionWork.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls that pass through this process, per session and team, until they are written down. */
final class Traffic {

  /** What is not written down yet. */
  private record Line(int underWay, long up, long down, long operations, Instant at) {}

  private final Map<SessionKey, Line> lines = new ConcurrentHashMap<>();
  private final Map<Team, Integer> calls = new ConcurrentHashMap<>();

  /** Counts a call of the team in; gives how many are under way if that is the limit already. */
  @Nullable Integer over(Team team, @Nullable Integer limit) {
    int now = calls.merge(team, 1, Integer::sum);
    if (limit != null && now > limit) {
      calls.merge(team, -1, Integer::sum);
      return now - 1;
    }
    return null;
  }

  void begin(SessionKey key, Instant at) {
    lines.merge(
        key,
        new Line(1, 0, 0, 0, at),
        (line, one) ->
            new Line(line.underWay() + 1, line.up(), line.down(), line.operations(), at));
  }

  void end(SessionKey key, CallEnd end, boolean operation, Instant at) {
    calls.computeIfPresent(key.team(), (team, now) -> now == 1 ? null : now - 1);
    lines.computeIfPresent(
        key,
        (k, line) ->
            new Line(
                line.underWay() - 1,
                line.up() + end.bytesUp(),
                line.down() + end.bytesDown(),
                line.operations() + (operation ? 1 : 0),
                at));
  }

  /** Whether the session has a call under way here. */
  boolean underWay(SessionKey key) {
    Line line = lines.get(key);
    return line != null && line.underWay() > 0;
  }

  /** Takes what is to be written down. A session with a call under way is used now. */
  List<Activity> take(Instant now) {
    List<Activity> taken = new ArrayList<>();
    for (SessionKey key : lines.keySet()) {
      lines.computeIfPresent(
          key,
          (k, line) -> {
            boolean used = line.underWay() > 0;
            Instant at = used ? now : line.at();
            taken.add(new Activity(k, line.up(), line.down(), line.operations(), at));
            return used ? new Line(line.underWay(), 0, 0, 0, at) : null;
          });
    }
    return taken;
  }

  /** Puts back what could not be written down. */
  void giveBack(List<Activity> untold) {
    for (Activity one : untold) {
      lines.merge(
          one.key(),
          new Line(0, one.bytesUp(), one.bytesDown(), one.operations(), one.at()),
          (line, old) ->
              new Line(
                  line.underWay(),
                  line.up() + old.up(),
                  line.down() + old.down(),
                  line.operations() + old.operations(),
                  line.at().isAfter(old.at()) ? line.at() : old.at()));
    }
  }
}
