package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hears what an API server says on one watch, until either side ends it. */
final class KubeWatch implements WebSocket.Listener, AutoCloseable {

  private static final int NORMAL = 1000;

  /** Why a watch is over. */
  enum End {
    /** Another one may go on from the last change that was heard of. */
    ENDED,
    /** The API server does not remember that version. */
    TOO_OLD
  }

  private final Consumer<Reduced.Event> hears;
  private final CompletableFuture<End> over = new CompletableFuture<>();
  private @Nullable WebSocket socket;
  private boolean open = true;
  private String version;

  /**
   * @param version after which it begins
   * @param hears each change, one after the other, and none after the close
   */
  KubeWatch(String version, Consumer<Reduced.Event> hears) {
    this.version = version;
    this.hears = hears;
  }

  CompletableFuture<End> over() {
    return over;
  }

  /** Of the last change that was heard of. */
  synchronized String version() {
    return version;
  }

  @Override
  public void onMessage(WebSocket from, String text) {
    try {
      hear(Reduced.event(text));
    } catch (IOException | RuntimeException e) {
      over.completeExceptionally(e);
    }
    from.request();
  }

  private synchronized void hear(Reduced.Event event) {
    if (!open) {
      return;
    }
    if (event.type().equals("ERROR")) {
      over.complete(End.TOO_OLD);
      open = false;
      return;
    }
    hears.accept(event);
    version = event.object().getMetadata().getResourceVersion();
  }

  @Override
  public void onClose(WebSocket from, int code, String reason) {
    over.complete(End.ENDED);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    over.complete(End.ENDED);
  }

  synchronized void opened(WebSocket on) {
    socket = on;
    if (!open) {
      on.sendClose(NORMAL, "");
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    boolean byUs = over.complete(End.ENDED);
    if (byUs && socket != null) {
      socket.sendClose(NORMAL, "");
    }
  }
}
