package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.CallRefused.Reason;
import io.switchyard.ports.session.Pins.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where a call goes: to the server that its session is on, for ever. */
public final class RouteCall {

  private static final Logger LOG = LoggerFactory.getLogger(RouteCall.class);

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** What a client that sets a deadline still needs to hear our answer in. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Doorway door;
  private final NewSessions opening;
  private final AtomicInteger held = new AtomicInteger();

  RouteCall(Doorway door, NewSessions opening) {
    this.door = door;
    this.opening = opening;
  }

  /**
   * The way of a call, as the caller that its credential names. Never blocks. For a known session
   * the store is not asked, as long as its cluster was lately looked at; a new session is durable
   * before this completes. A call to a cluster that is to start is held until it has.
   *
   * @return fails with {@link CallRefused} and nothing else. After a success {@link EndCall} must
   *     be told of the end
   */
  public CompletionStage<Route> route(Call call) {
    CompletionStage<Route> way;
    @Nullable String user = null;
    try {
      Caller caller = door.verifier().verify(call.credential()).orElseThrow(() -> unknown(call));
      user = caller.user();
      way = routed(call, caller);
    } catch (RuntimeException refused) {
      way = CompletableFuture.failedStage(refused);
    }
    String who = user;
    return way.handle((route, thrown) -> thrown == null ? route : refuse(call, who, thrown));
  }

  private static CallRefused unknown(Call call) {
    return new CallRefused(
        Reason.UNAUTHENTICATED,
        call.credential() == null
            ? "This needs a token; add ;token=<token> to the sc:// URL"
            : "The token is not known here, or has expired");
  }

  private Route refuse(Call call, @Nullable String user, Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    CallRefused refused = cause instanceof CallRefused known ? known : failed(cause);
    door.observer().refused(call, user, refused);
    throw refused;
  }

  /** What went wrong is ours; a guess would be worse. */
  private static CallRefused failed(Throwable cause) {
    if (cause instanceof TargetFailure) {
      return new CallRefused(
          Reason.UNAVAILABLE,
          "The store does not answer, and this session is not known without it; try again",
          Duration.ofSeconds(2));
    } else if (cause instanceof RejectedExecutionException) {
      return new CallRefused(
          Reason.UNAVAILABLE, "Too many calls wait to be routed; try again", Duration.ofSeconds(2));
    }
    LOG.atError().setCause(cause).log("call not routed, for a reason that is ours");
    return new CallRefused(Reason.UNAVAILABLE, "The call could not be routed; try again");
  }

  private CompletionStage<Route> routed(Call call, Caller caller) {
    if (!UUID.matcher(call.sessionId()).matches()) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT, "The session id of a call must be a UUID, as Spark wants it");
    }
    Asked asked = Asked.of(caller.user(), call);
    Session pinned = door.pins().get(asked);
    if (pinned != null) {
      return pinned(pinned, call, caller);
    }
    Instant now = door.clock().instant();
    Duration most = door.terms().hold();
    Duration left = call.timeLeft();
    Duration patience = left == null ? most : left.minus(MARGIN);
    Instant until = now.plus(patience.compareTo(most) < 0 ? patience : most);
    return opened(asked, call, caller, until, null);
  }

  private CompletionStage<Route> pinned(Session session, Call call, Caller caller) {
    return door.known()
        .standing(session.on())
        .thenCompose(
            server ->
                server.isPresent()
                    ? CompletableFuture.completedStage(
                        admitted(session.key(), server.get(), call, caller))
                    : CompletableFuture.supplyAsync(
                        () -> sure(session, call, caller), door.blocking()));
  }

  /** Before a session is said to be over, its server is looked at as it is now. */
  private Route sure(Session session, Call call, Caller caller) {
    Optional<Standing> server = door.known().reload(session.on());
    if (server.isPresent()) {
      return admitted(session.key(), server.get(), call, caller);
    }
    SessionEnd end =
        new SessionEnd(SessionEnd.Reason.SERVER_GONE, SessionEnd.PLATFORM, door.clock().instant());
    door.end(session, end, null);
    throw NewSessions.closed(session.over(end));
  }

  /** Counts the call in, if it may pass. */
  private Route admitted(SessionKey session, Standing server, Call call, Caller caller) {
    var team = session.team();
    Access.require(caller, team, server.environments());
    Integer limit = door.policies().of(team).maxCalls();
    Integer over = door.traffic().over(team, limit);
    if (over != null) {
      throw new CallRefused(
          Reason.RESOURCE_EXHAUSTED,
          "Team %s has %d calls under way here, and max_calls is %d; wait for some to end"
              .formatted(team, over, limit),
          Duration.ofSeconds(1));
    }
    Instant now = door.clock().instant();
    door.traffic().begin(session, now);
    door.vanished().back(session, Methods.reattaches(call), now);
    return server.route(session);
  }

  /** One try after another until the session is open, or its cluster cannot be waited for. */
  private CompletionStage<Route> opened(
      Asked asked, Call call, Caller caller, Instant until, @Nullable Cluster awaited) {
    return CompletableFuture.supplyAsync(
            () -> opening.open(asked, call, caller, awaited), door.blocking())
        .thenCompose(
            step -> {
              Cluster coming = step.coming();
              if (coming != null) {
                return held(asked, call, caller, until, coming, awaited == null);
              }
              return CompletableFuture.completedStage(
                  admitted(step.session(), step.server(), call, caller));
            });
  }

  private CompletionStage<Route> held(
      Asked asked, Call call, Caller caller, Instant until, Cluster coming, boolean first) {
    Duration left = Duration.between(door.clock().instant(), until);
    Duration ready = opening.untilReady(coming);
    boolean hopeless = first && call.timeLeft() != null && ready.compareTo(left) > 0;
    if (left.isNegative() || left.isZero() || hopeless) {
      throw NewSessions.notYet(coming, ready);
    }
    if (first && held.incrementAndGet() > door.terms().maxHeld()) {
      held.decrementAndGet();
      throw NewSessions.notYet(coming, ready);
    }
    CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(
            door.terms().poll().toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() -> pause.complete(null));
    CompletionStage<Route> later =
        pause.thenCompose(waited -> opened(asked, call, caller, until, coming));
    return first ? later.whenComplete((route, thrown) -> held.decrementAndGet()) : later;
  }
}
