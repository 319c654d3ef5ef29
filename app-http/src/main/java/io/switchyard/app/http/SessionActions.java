package io.switchyard.app.http;

import static io.switchyard.domain.input.InputReader.oneOf;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.CloseSession;
import io.switchyard.ports.session.CloseSession.Closing;
import io.switchyard.ports.session.GetSession;
import io.switchyard.ports.session.ListSessions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows and closes sessions, whichever way the request came. Every method blocks for the store. */
public final class SessionActions {

  private static final int DEFAULT_LIMIT = 50;
  private static final Map<String, Boolean> STATUSES = Map.of("OPEN", true, "ENDED", false);

  private final GetSession getSession;
  private final ListSessions listSessions;
  private final CloseSession closeSession;

  public SessionActions(GetSession get, ListSessions list, CloseSession close) {
    this.getSession = get;
    this.listSessions = list;
    this.closeSession = close;
  }

  /**
   * One session.
   *
   * @throws Refusal if there is none that the caller may see
   */
  public SessionView get(String given, Caller caller) {
    SessionId id = id(given);
    return SessionView.of(getSession.get(id, caller).orElseThrow(() -> noSuch(given, "")));
  }

  /**
   * One page.
   *
   * @param nextCursor null on the last page
   */
  public record Page(List<SessionView> sessions, @Nullable String nextCursor, long totalCount) {}

  /** One page of the sessions that the caller may see, newest first. */
  public Page list(ListSessions.Query query, Caller caller) {
    ListSessions.Page page = listSessions.list(query, caller);
    var next = page.next();
    return new Page(
        page.sessions().stream().map(SessionView::of).toList(),
        next == null ? null : SessionCursors.write(next),
        page.total());
  }

  /**
   * Reads a query.
   *
   * @param single how a value is read as text
   * @param limit how a page size is read
   */
  public static ListSessions.Query query(
      InputObject in, InputReader<String> single, InputReader<Long> limit) {
    var team = in.optional("team", single.then(Team::new));
    var user = in.optional("user", single);
    var cluster = in.optional("cluster_id", single.then(ClusterId::new));
    var job = in.optional("job_id", single.then(JobId::new));
    var session = in.optional("session_id", single);
    var status = in.optional("status", single.then(word -> oneOf(STATUSES).read(word)));
    var most = in.optional("limit", limit, (long) DEFAULT_LIMIT);
    var cursor = in.optional("cursor", single.then(SessionCursors::read));
    return in.build(
        () ->
            new ListSessions.Query(
                team.get().orElse(null),
                user.get().orElse(null),
                cluster.get().orElse(null),
                job.get().orElse(null),
                session.get().orElse(null),
                status.get().orElse(null),
                most.get().intValue(),
                cursor.get().orElse(null)));
  }

  /**
   * A session that is over.
   *
   * @param message for people
   */
  public record Closed(String id, boolean success, String status, String message) {}

  /**
   * Closes a session; may be repeated.
   *
   * @throws Refusal if there is none that the caller may close
   */
  public Closed close(String given, Caller caller) {
    Closing answer = closeSession.close(id(given), caller);
    if (answer instanceof Closing.NotAllowed not) {
      throw Refusal.of(
          ProblemType.NOT_YOUR_TEAM,
          new Violation(
              "team",
              not.session().key().team().name(),
              "is a team whose sessions you may see but not close",
              "ask one of its members"));
    } else if (answer instanceof Closing.Closed closed) {
      String message =
          closed.already()
              ? "The session was over already"
              : "The session is closed; what ran in it is being ended";
      return new Closed(given, true, "ENDED", message);
    }
    throw noSuch(given, "");
  }

  private static SessionId id(String given) {
    try {
      return new SessionId(given);
    } catch (InvalidValue e) {
      throw noSuch(given, e.violation().fix());
    }
  }

  private static Refusal noSuch(String given, String fix) {
    return Refusal.of(
        ProblemType.SESSION_NOT_FOUND,
        new Violation("id", given, "is not a session that you may see", fix));
  }

  /** How a page size is read of a number. */
  public static InputReader<Long> limit() {
    return raw -> (long) InputReader.integer(1, ListSessions.MAX_LIMIT).read(raw);
  }
}
