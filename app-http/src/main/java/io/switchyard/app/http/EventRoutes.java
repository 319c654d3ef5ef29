package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.EventPage;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.ListEvents;
import io.switchyard.ports.job.ListJobEvents;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened to jobs: a page, a page once there is one, or a stream. */
final class EventRoutes {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_WAIT_SECONDS = 30;
  private static final int LAST_YEAR = 9999;

  private final GetJob getJob;
  private final ListJobEvents listJobEvents;
  private final ListEvents listEvents;
  private final EventWaiters waiters;
  private final Callers callers;

  EventRoutes(
      GetJob getJob,
      ListJobEvents listJobEvents,
      ListEvents listEvents,
      EventWaiters waiters,
      Callers callers) {
    this.getJob = getJob;
    this.listJobEvents = listJobEvents;
    this.listEvents = listEvents;
    this.waiters = waiters;
    this.callers = callers;
  }

  private record Paging(EventCursor after, int limit, Duration patience) {

    static Supplier<Paging> read(InputObject in) {
      var cursor = in.optional("cursor", EventCursors.reader(), EventCursor.START);
      var limit = in.optional("limit", Query.number(1, ListEvents.MAX_LIMIT), (long) DEFAULT_LIMIT);
      var wait = in.optional("wait", Query.number(0, MAX_WAIT_SECONDS), 0L);
      return () -> new Paging(cursor.get(), limit.get().intValue(), Duration.ofSeconds(wait.get()));
    }
  }

  private record Asked(@Nullable Team team, @Nullable Instant since, Paging paging) {}

  void ofJob(Context ctx) {
    var caller = callers.of(ctx);
    JobId id = JobRoutes.id(ctx);
    Paging paging =
        Query.read(
            ctx,
            in -> {
              Supplier<Paging> read = Paging.read(in);
              return in.build(read);
            });
    if (getJob.get(id, caller).isEmpty()) {
      throw NoSuchJob.of(id);
    }
    reply(ctx, new OfJob(id, caller), paging);
  }

  void ofTeams(Context ctx) {
    var caller = callers.of(ctx);
    Asked asked =
        Query.read(
            ctx,
            in -> {
              var team = in.optional("team", Query.single().then(Team::new));
              var since = in.optional("since", moment());
              Supplier<Paging> paging = Paging.read(in);
              return in.build(
                  () -> new Asked(team.get().orElse(null), since.get().orElse(null), paging.get()));
            });
    reply(ctx, new OfTeams(asked.team(), asked.since(), caller), asked.paging());
  }

  private void reply(Context ctx, EventSource source, Paging paging) {
    String accept = ctx.header("Accept");
    if (accept != null && accept.contains("text/event-stream")) {
      waiters.stream(ctx, source, lastEventId(ctx, paging.after()));
    } else {
      waiters.answer(ctx, source, paging.after(), paging.limit(), paging.patience());
    }
  }

  private static EventCursor lastEventId(Context ctx, EventCursor otherwise) {
    String id = ctx.header("Last-Event-ID");
    if (id == null || id.isEmpty()) {
      return otherwise;
    }
    try {
      return EventCursors.read(id);
    } catch (InvalidValue e) {
      throw Refusal.of(
          ProblemType.INVALID_REQUEST,
          new Violation("Last-Event-ID", id, "is not the id of an event", "leave the header out"));
    }
  }

  private static InputReader<Instant> moment() {
    return Query.single()
        .then(
            written -> {
              try {
                OffsetDateTime moment = OffsetDateTime.parse(written);
                if (moment.getYear() >= 0 && moment.getYear() <= LAST_YEAR) {
                  return moment.toInstant();
                }
              } catch (DateTimeException e) {
                // The same answer as below.
              }
              throw InvalidValue.of(
                  written, "is not a moment", "write one such as 2026-03-01T10:00:00Z");
            });
  }

  private final class OfJob implements EventSource {

    private final JobId id;
    private final Caller caller;

    OfJob(JobId id, Caller caller) {
      this.id = id;
      this.caller = caller;
    }

    @Override
    public EventPage read(EventCursor after, int limit) {
      return listJobEvents.list(id, after, limit, caller).orElseThrow(() -> NoSuchJob.of(id));
    }

    @Override
    public boolean over() {
      return getJob.get(id, caller).map(Job::status).filter(s -> !s.terminal()).isEmpty();
    }
  }

  private final class OfTeams implements EventSource {

    private final @Nullable Team team;
    private final @Nullable Instant since;
    private final Caller caller;

    OfTeams(@Nullable Team team, @Nullable Instant since, Caller caller) {
      this.team = team;
      this.since = since;
      this.caller = caller;
    }

    @Override
    public EventPage read(EventCursor after, int limit) {
      return listEvents.list(new ListEvents.Query(team, since, after, limit), caller);
    }

    @Override
    public boolean over() {
      return false;
    }
  }
}
