package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.SessionKey;
import java.time.Instant;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Writes the events of Spark Connect into a {@link ConnectBook}. Their classes are known by name
 * only: a driver without Spark Connect has none of them.
 */
final class ConnectListener extends SparkListener {

  private static final String PREFIX = "org.apache.spark.sql.connect.service.SparkListenerConnect";

  private final ConnectBook book;

  ConnectListener(ConnectBook book) {
    this.book = book;
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    String name = event.getClass().getName();
    if (name.startsWith(PREFIX)) {
      try {
        note(name.substring(PREFIX.length()), event);
      } catch (ReflectiveOperationException e) {
        // A release that words its events otherwise; ConnectServer is asked in any case.
        return;
      }
    }
  }

  private void note(String kind, SparkListenerEvent event) throws ReflectiveOperationException {
    switch (kind) {
      case "SessionStarted" -> book.sessionStarted(session(event), at(event));
      case "SessionClosed" -> book.sessionClosed(session(event));
      case "OperationStarted" ->
          book.operationStarted(Mirror.text(event, "operationId"), session(event), at(event));
      case "OperationFinished", "OperationFailed", "OperationCanceled", "OperationClosed" ->
          book.operationEnded(Mirror.text(event, "operationId"), at(event));
      default -> {
        // Steps between start and end.
      }
    }
  }

  private static SessionKey session(Object event) throws ReflectiveOperationException {
    return new SessionKey(Mirror.text(event, "userId"), Mirror.text(event, "sessionId"));
  }

  private static Instant at(Object event) throws ReflectiveOperationException {
    return Instant.ofEpochMilli(Mirror.number(event, "eventTime"));
  }
}
