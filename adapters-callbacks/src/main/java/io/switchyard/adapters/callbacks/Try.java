package io.switchyard.adapters.callbacks;

import io.switchyard.ports.job.CallbackAnswer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/** One request on a connection of its own, within a time of its own. */
final class Try {

  /** A receiver's text is nothing to us; what it says beyond this is cut off. */
  private static final int LONGEST_ANSWER = 16 * 1024;

  private final Function<Response, CallbackAnswer> read;
  private final long deadline;
  private final CompletableFuture<CallbackAnswer> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private int seen;

  /**
   * @param read what an answer's head means
   * @param whole from the look-up of the host to the end of the answer
   */
  Try(Function<Response, CallbackAnswer> read, Duration whole) {
    this.read = read;
    this.deadline = System.nanoTime() + whole.toNanos();
  }

  /** Connects, sends and waits. A head that came in time is the answer, whatever follows it. */
  CallbackAnswer make(HttpClient http, Request request) {
    CompletableFuture<Connection> connecting = http.resolveDestination(request).newConnection();
    try {
      Connection connection = await(connecting);
      request
          .onResponseHeaders(head -> answer.complete(read.apply(head)))
          .onResponseContent(this::ignore);
      connection.send(request, this::end);
      await(over);
    } catch (ExecutionException e) {
      answer.complete(Answers.failed(e.getCause() == null ? e : e.getCause()));
    } catch (TimeoutException e) {
      answer.complete(Answers.failed(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.complete(Answers.failed(e));
    } finally {
      // Also one that comes too late.
      var unused = connecting.thenAccept(Connection::close);
    }
    return answer.join();
  }

  private <T> T await(CompletableFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void ignore(Response response, ByteBuffer content) {
    seen += content.remaining();
    content.position(content.limit());
    if (seen > LONGEST_ANSWER) {
      over.complete(null);
    }
  }

  private void end(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      answer.complete(Answers.failed(failure));
    }
    over.complete(null);
  }
}
