package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.domain.team.Caller;
import org.jspecify.annotations.Nullable;

/**
 * One call that watches a thing. A client that takes nothing for a while misses what came between,
 * and never the end.
 */
final class Watcher<T, M> {

  private final Watched.Kind<?, T, M> kind;
  private final Caller caller;
  private final ServerCallStreamObserver<M> out;
  private final Streams streams;
  private @Nullable M told;
  private boolean gone;

  Watcher(
      Watched.Kind<?, T, M> kind, Caller caller, ServerCallStreamObserver<M> out, Streams streams) {
    this.kind = kind;
    this.caller = caller;
    this.out = out;
    this.streams = streams;
  }

  Caller caller() {
    return caller;
  }

  /** Tells {@code message} of the thing if it is news; whether there is no more to tell. */
  synchronized boolean see(T thing, M message) {
    if (gone() || !out.isReady()) {
      return gone;
    }
    M news = kind.news(message);
    if (!news.equals(told)) {
      told = news;
      out.onNext(message);
    }
    if (kind.over(thing)) {
      gone = true;
      if (streams.ended(out)) {
        out.onCompleted();
      }
    }
    return gone;
  }

  synchronized void fail(RuntimeException why) {
    gone = true;
    if (streams.ended(out)) {
      out.onError(Statuses.of(why, kind.method()));
    }
  }

  synchronized boolean gone() {
    gone = gone || !streams.open(out);
    return gone;
  }
}
