package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of one kind that somebody watches. Each is looked at once per poll, however many watch
 * it; nothing is looked at while nobody watches.
 *
 * @param <I> names a thing
 * @param <T> the thing
 * @param <M> what is told of it
 */
final class Watched<I, T, M> {

  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  /** What can be watched. */
  interface Kind<I, T, M> {

    /** The thing; empty if there is none that the caller may know of. Blocks for the store. */
    Optional<T> find(I id, Caller caller);

    /** How a thing that is not there is refused. */
    RuntimeException noSuch(I id);

    /** What to tell of the thing. May block for the store. */
    M tell(T thing);

    /** The part of what is told whose change is news. */
    M news(M told);

    /** Whether the thing will never change again. */
    boolean over(T thing);

    /** The method by which it is watched, as gRPC names it. */
    String method();
  }

  private final Kind<I, T, M> kind;
  private final Streams streams;
  private final Map<I, List<Watcher<T, M>>> watched = new HashMap<>();

  Watched(Kind<I, T, M> kind, Streams streams) {
    this.kind = kind;
    this.streams = streams;
  }

  /** Tells where the thing stands, now and at every change, until its end. Blocks for the store. */
  void watch(I id, Caller caller, ServerCallStreamObserver<M> out) {
    T thing = kind.find(id, caller).orElseThrow(() -> kind.noSuch(id));
    M told = kind.tell(thing);
    streams.begin(out);
    Watcher<T, M> watcher = new Watcher<>(kind, caller, out, streams);
    out.setOnCancelHandler(() -> streams.ended(out));
    if (!watcher.see(thing, told)) {
      add(id, watcher);
    }
  }

  private synchronized void add(I id, Watcher<T, M> watcher) {
    if (watched.isEmpty()) {
      var unused = streams.later(this::look);
    }
    watched.computeIfAbsent(id, thing -> new ArrayList<>()).add(watcher);
  }

  private void look() {
    try {
      snapshot().forEach(this::look);
    } catch (TargetFailure failure) {
      LOG.atDebug().addKeyValue("error", failure.getMessage()).log("watched things not seen");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("watching failed");
    } finally {
      forgetTheGone();
    }
  }

  private void look(I id, List<Watcher<T, M>> watchers) {
    // All of them may see it, or they would not be here.
    Optional<T> found = kind.find(id, watchers.get(0).caller());
    if (found.isEmpty()) {
      watchers.forEach(watcher -> watcher.fail(kind.noSuch(id)));
      return;
    }
    M told = kind.tell(found.get());
    watchers.forEach(watcher -> watcher.see(found.get(), told));
  }

  private synchronized Map<I, List<Watcher<T, M>>> snapshot() {
    Map<I, List<Watcher<T, M>>> copy = new HashMap<>();
    watched.forEach((id, watchers) -> copy.put(id, List.copyOf(watchers)));
    return copy;
  }

  private synchronized void forgetTheGone() {
    watched.values().forEach(watchers -> watchers.removeIf(Watcher::gone));
    watched.values().removeIf(List::isEmpty);
    if (!watched.isEmpty()) {
      var unused = streams.later(this::look);
    }
  }
}
