package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.agent.ClusterStatus.Operation;
import io.switchyard.agent.ClusterStatus.Session;
import io.switchyard.agent.ClusterStatus.SessionKey;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationCanceled;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationClosed;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationStarted;
import org.apache.spark.sql.connect.service.SparkListenerConnectSessionClosed;
import org.apache.spark.sql.connect.service.SparkListenerConnectSessionStarted;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Set$;

/** The book is kept with Spark's own events. */
final class ConnectListenerTest {

  private static final Map<String, String> NO_TAGS = Map$.MODULE$.empty();
  private static final SessionKey ANNAS = new SessionKey("anna", "s-1");

  private final ConnectBook book = new ConnectBook(3);
  private final ConnectListener listener = new ConnectListener(book);

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private void sessionStarts(String id, long millis) {
    listener.onOtherEvent(new SparkListenerConnectSessionStarted(id, "anna", millis, NO_TAGS));
  }

  private void operationStarts(String id, String session, long millis) {
    listener.onOtherEvent(
        new SparkListenerConnectOperationStarted(
            "tag", id, millis, session, "anna", "Anna", "select", Set$.MODULE$.empty(), NO_TAGS));
  }

  @Test
  void a_session_is_open_from_its_start_to_its_close() {
    sessionStarts("s-1", 10);
    assertThat(book.sessions()).containsExactly(new Session(ANNAS, at(10), at(10)));
    listener.onOtherEvent(new SparkListenerConnectSessionClosed("s-1", "anna", 20, NO_TAGS));
    assertThat(book.sessions()).isEmpty();
    assertThat(book.lastActivityAt()).as("a close may be Spark's own").isEqualTo(at(10));
  }

  @Test
  void an_operation_runs_from_its_start_to_its_first_end() {
    sessionStarts("s-1", 10);
    operationStarts("o-1", "s-1", 11);
    assertThat(book.operations()).containsExactly(new Operation("o-1", ANNAS, at(11)));
    listener.onOtherEvent(new SparkListenerConnectOperationCanceled("tag", "o-1", 14, NO_TAGS));
    listener.onOtherEvent(new SparkListenerConnectOperationClosed("tag", "o-1", 19, NO_TAGS));
    assertThat(book.operations()).isEmpty();
    assertThat(book.sessions()).containsExactly(new Session(ANNAS, at(10), at(14)));
    assertThat(book.lastActivityAt()).isEqualTo(at(14));
  }

  @Test
  void a_closed_session_has_no_running_operations() {
    sessionStarts("s-1", 10);
    operationStarts("o-1", "s-1", 11);
    operationStarts("o-2", "s-2", 12);
    listener.onOtherEvent(new SparkListenerConnectSessionClosed("s-1", "anna", 20, NO_TAGS));
    assertThat(book.operations()).extracting(Operation::id).containsExactly("o-2");
  }

  @Test
  void only_so_many_are_remembered() {
    IntStream.range(0, 100).forEach(i -> sessionStarts("s-" + i, i));
    IntStream.range(0, 100).forEach(i -> operationStarts("o-" + i, "s-99", i));
    assertThat(book.sessions())
        .extracting(s -> s.key().id())
        .containsExactly("s-97", "s-98", "s-99");
    assertThat(book.operations()).extracting(Operation::id).containsExactly("o-97", "o-98", "o-99");
  }

  @Test
  void what_the_platform_does_is_nobodys_activity() {
    assertThat(book.lastActivityAt()).isNull();
    listener.onOtherEvent(
        new SparkListenerConnectSessionStarted("p-1", ClusterPlugin.PLATFORM_USER, 50, NO_TAGS));
    assertThat(book.lastActivityAt()).isNull();
    sessionStarts("s-1", 60);
    listener.onOtherEvent(
        new SparkListenerConnectSessionStarted("p-2", ClusterPlugin.PLATFORM_USER, 70, NO_TAGS));
    assertThat(book.lastActivityAt()).isEqualTo(at(60));
  }

  @Test
  void events_of_others_are_passed_over() {
    listener.onOtherEvent(new SparkListenerEvent() {});
    assertThat(book.sessions()).isEmpty();
  }
}
