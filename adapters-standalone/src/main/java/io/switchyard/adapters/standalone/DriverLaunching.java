package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Launches drivers through the REST submission servers of Spark masters, of jobs and of clusters.
 * That interface takes no name from its client and loses answers, so every driver has a main class
 * of its own that carries an id ({@link LaunchClass}); the master shows it for as long as it knows
 * the driver, and the driver's claim in the exchange folder tells afterwards.
 */
final class DriverLaunching {

  private final Masters masters;
  private final MasterApi api;
  private final Exchange exchange;
  private final Drivers drivers;
  private final LaunchTurn turn;

  DriverLaunching(Masters masters, MasterApi api, Exchange exchange, LaunchTurn turn) {
    this.masters = masters;
    this.api = api;
    this.exchange = exchange;
    this.drivers = new Drivers(exchange);
    this.turn = turn;
  }

  /** What is to be launched. */
  interface Draft {

    /** What must be free for it. */
    Resources resources();

    /** Writes what the driver needs; files that are there are replaced as a whole. */
    void write(ExecutionFolder folder) throws IOException;

    /** The request for it. */
    Map<String, Object> body(ExecutionFolder folder, Master master);
  }

  /**
   * Launches the driver of that id, or gives the one that there is.
   *
   * @param drafting called if there is none; may throw {@link TargetFailure}
   */
  BackendHandle launch(ExecutionId id, SparkVersion version, Supplier<Draft> drafting) {
    ExecutionFolder folder = exchange.of(id);
    try {
      Master master = offered(version);
      return turn.take(version, () -> launchOn(master, folder, drafting)).handle();
    } catch (TargetFailure failure) {
      // While an earlier request may still arrive, nothing that happens now says that none did.
      boolean open =
          failure.outcomeKnown()
              && folder.mayBeSent()
              && (failure.retryable() || !exchange.revoke(id));
      throw open
          ? TargetFailure.unknownEffect(failure.kind(), "" + failure.getMessage(), failure)
          : failure;
    }
  }

  private DriverRef launchOn(Master master, ExecutionFolder folder, Supplier<Draft> drafting) {
    ClusterState state = api.state(master);
    Optional<String> known = drivers.of(folder.id(), state);
    if (known.isPresent()) {
      return new DriverRef(master.version(), folder.id(), known.get());
    }
    if (exchange.revoked(folder.id())) {
      throw TargetFailure.withoutEffect(
          Kind.REJECTED, "the execution is over; no driver of it may begin");
    }
    Draft draft = drafting.get();
    Room.missing(state, draft.resources())
        .ifPresent(
            sentence -> {
              throw TargetFailure.withoutEffect(Kind.FULL, sentence);
            });
    return new DriverRef(master.version(), folder.id(), create(master, folder, draft));
  }

  private String create(Master master, ExecutionFolder folder, Draft draft) {
    boolean earlier = folder.mayBeSent();
    try {
      draft.write(folder);
      Map<String, Object> body = draft.body(folder, master);
      folder.aboutToSend();
      return api.create(master, body);
    } catch (TargetFailure failure) {
      if (failure.outcomeKnown() && !earlier) {
        surelyNotSent(folder);
      }
      throw failure;
    } catch (IOException e) {
      throw Exchange.failure("the files of a driver cannot be written to " + folder.path(), e);
    }
  }

  private static void surelyNotSent(ExecutionFolder folder) {
    try {
      folder.surelyNotSent();
    } catch (IOException e) {
      throw Exchange.failure("a file in " + folder.path() + " cannot be removed", e);
    }
  }

  /** The driver of that id, launched earlier; empty if there is none. */
  Optional<BackendHandle> find(ExecutionId id, SparkVersion version) {
    Optional<Master> master = masters.master(version);
    Optional<String> driver =
        master.isEmpty() ? exchange.claimedBy(id) : drivers.of(id, api.state(master.get()));
    return driver.map(found -> new DriverRef(version, id, found).handle());
  }

  /**
   * Settles that no driver of that id does anything, unless there is one: whoever sent a request
   * and has no answer, or is about to send one, may be anywhere.
   */
  Optional<BackendHandle> forbid(ExecutionId id, SparkVersion version) {
    Optional<BackendHandle> there = find(id, version);
    if (there.isPresent()) {
      return there;
    }
    exchange.revoke(id);
    return find(id, version);
  }

  /** Asks the driver to end, and every other that was launched under its id. */
  void stop(BackendHandle handle) {
    DriverRef ref = DriverRef.of(handle).orElse(null);
    Master master = ref == null ? null : masters.master(ref.version()).orElse(null);
    if (ref == null || master == null) {
      return;
    }
    ClusterState state = api.state(master);
    Set<String> ids = new LinkedHashSet<>(List.of(ref.driver(), drivers.standIn(ref)));
    state.driversWith(LaunchClass.nameFor(ref.execution())).forEach(row -> ids.add(row.id()));
    ids.stream()
        .filter(id -> !state.driver(id).map(DriverRow::ended).orElse(false))
        .forEach(id -> api.kill(master, id));
  }

  private Master offered(SparkVersion version) {
    return masters
        .master(version)
        .orElseThrow(
            () ->
                TargetFailure.withoutEffect(
                    Kind.REJECTED,
                    "Spark " + version + " is not offered by this backend any more"));
  }
}
