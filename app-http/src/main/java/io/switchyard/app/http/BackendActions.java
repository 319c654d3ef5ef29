package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.placement.DrainBackend;
import io.switchyard.ports.placement.GetBackends;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows and drains backends, whichever way the request came. Every method blocks for the store. */
public final class BackendActions {

  private static final Logger LOG = LoggerFactory.getLogger(BackendActions.class);

  private final GetBackends getBackends;
  private final DrainBackend drainBackend;

  BackendActions(GetBackends get, DrainBackend drain) {
    this.getBackends = get;
    this.drainBackend = drain;
  }

  /** Every backend, in the configured order. */
  public record All(List<BackendView> backends) {}

  public All all() {
    return new All(getBackends.all().stream().map(BackendView::of).toList());
  }

  /**
   * One backend.
   *
   * @throws Refusal if there is none of that name
   */
  public BackendView get(String given) {
    BackendId id = id(given);
    return getBackends.all().stream()
        .filter(report -> report.backend().id().equals(id))
        .findFirst()
        .map(BackendView::of)
        .orElseThrow(() -> noSuch(given));
  }

  /**
   * Begins to empty a backend, or lets it take work again; may be repeated.
   *
   * @throws Refusal if there is none of that name, or the caller may not
   */
  public BackendView drain(String given, boolean empty, Caller caller) {
    DrainBackend.Answer answer = drainBackend.drain(id(given), empty, caller);
    if (answer instanceof DrainBackend.Answer.Done done) {
      LOG.atInfo()
          .addKeyValue("backend", given)
          .addKeyValue("user", caller.user())
          .addKeyValue("changed", done.changed())
          .log(empty ? "backend is being drained" : "backend takes work again");
      return BackendView.of(done.report());
    } else if (answer instanceof DrainBackend.Answer.NotAllowed) {
      throw Refusal.of(
          ProblemType.NOT_ALLOWED,
          "Only administrators drain and resume backends; ask one of them.");
    }
    throw noSuch(given);
  }

  private static BackendId id(String given) {
    try {
      return new BackendId(given);
    } catch (InvalidValue e) {
      throw noSuch(given);
    }
  }

  private static Refusal noSuch(String given) {
    return Refusal.of(
        ProblemType.BACKEND_NOT_FOUND,
        "No backend \"" + given + "\" is configured; GET /api/v1/backends lists those that are.");
  }
}
