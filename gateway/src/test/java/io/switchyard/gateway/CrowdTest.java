package io.switchyard.gateway;

import static io.switchyard.gateway.RawClient.DATA;
import static io.switchyard.gateway.RawClient.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.switchyard.gateway.GatewayConfig.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many who begin something and do not go on. Those who are known are served meanwhile. */
final class CrowdTest {

  private static final Limits USUAL = Limits.usual();

  private final List<RawClient> crowd = new ArrayList<>();
  private Rig rig;

  private void start(int strangers, long waiting) throws Exception {
    start(strangers, waiting, GatewayConfig.Times.usual());
  }

  private void start(int strangers, long waiting, GatewayConfig.Times times) throws Exception {
    rig =
        new Rig(
            GatewayConfig.of("127.0.0.1", 0)
                .withEventLoops(1)
                .with(times)
                .with(
                    new Limits(
                        USUAL.message(),
                        USUAL.headers(),
                        USUAL.calls(),
                        USUAL.connections(),
                        strangers,
                        waiting,
                        USUAL.configMessage())));
    rig.upstream.answer(
        "Echo",
        (heard, call) -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(heard.messages().get(0));
          call.close(Status.OK, new Metadata());
        });
    served();
  }

  private void served() {
    assertThat(rig.unary("Echo", Messages.small())).isNotEmpty();
  }

  private RawClient another() throws IOException {
    RawClient one = new RawClient(rig.gateway.port()).greet();
    crowd.add(one);
    return one;
  }

  private RawClient known() throws Exception {
    RawClient known = another();
    known.call(1, "Echo", Messages.small());
    assertThat(known.status(1)).isEqualTo("0");
    return known;
  }

  @AfterEach
  void those_who_are_known_are_served() throws Exception {
    try {
      served();
    } finally {
      for (RawClient one : crowd) {
        one.close();
      }
      rig.close();
    }
  }

  @Test
  void of_too_many_unknown_connections_the_oldest_goes_and_a_known_one_never() throws Exception {
    start(4, USUAL.waiting());
    RawClient known = known();
    RawClient oldest = another();
    for (int i = 0; i < 30; i++) {
      another();
    }
    oldest.awaitEnd();
    Rig.await("the others' end", () -> rig.gateway.connections() == 1 + 1 + 4);
    known.call(3, "Echo", Messages.small());
    assertThat(known.status(3)).isEqualTo("0");
    RawClient newest = another();
    newest.call(1, "Echo", Messages.small());
    assertThat(newest.status(1)).isEqualTo("0");
  }

  @Test
  void a_refused_call_makes_nobody_known() throws Exception {
    start(2, USUAL.waiting());
    rig.routes.how =
        call ->
            CompletableFuture.failedFuture(
                new io.switchyard.ports.session.CallRefused(
                    io.switchyard.ports.session.CallRefused.Reason.UNAUTHENTICATED, "who?"));
    RawClient unknown = another();
    unknown.call(1, "Echo", Messages.small());
    assertThat(unknown.status(1)).startsWith("16 ");
    another();
    another();
    unknown.awaitEnd();
    rig.routes.how =
        call -> CompletableFuture.completedFuture(Routes.to(rig.upstream.address(), call));
  }

  @Test
  void of_too_many_calls_without_a_first_message_the_oldest_ends() throws Exception {
    start(USUAL.strangers(), 100_000);
    RawClient one = known();
    for (int stream = 3; stream < 2 * 100; stream += 2) {
      one.open(stream, "Echo", "x-filler", "x".repeat(2_000));
    }
    for (int stream = 3; stream < 2 * 40; stream += 2) {
      assertThat(one.status(stream)).startsWith("8 too many calls wait here");
    }
    one.frame(DATA, RawClient.END_STREAM, 199, RawClient.prefixed(Messages.small()));
    assertThat(one.status(199)).isEqualTo("0");
  }

  @Test
  void known_clients_wait_in_peace_while_unknown_ones_crowd_in() throws Exception {
    start(USUAL.strangers(), 1_000_000);
    RawClient known = known();
    known.open(3, "Echo");
    RawClient unknown = another();
    for (int stream = 1; stream < 2 * 200; stream += 2) {
      unknown.open(stream, "Echo", "x-filler", "x".repeat(8_000));
    }
    assertThat(unknown.status(1)).startsWith("8 too many calls wait here");
    known.frame(DATA, RawClient.END_STREAM, 3, RawClient.prefixed(Messages.small()));
    assertThat(known.status(3)).isEqualTo("0");
  }

  @Test
  void the_begin_of_a_first_message_counts_too() throws Exception {
    start(USUAL.strangers(), 60_000);
    RawClient one = known();
    // A message of 32512 bytes whose first field, number 3, has 16383 of them.
    byte[] begin = Arrays.copyOf(new byte[] {0, 0, 0, 0x7f, 0, 0x1a, -1, 0x7f}, 7_000);
    for (int stream = 3; stream < 2 * 20; stream += 2) {
      one.open(stream, "Echo").frame(DATA, 0, stream, begin);
    }
    assertThat(one.status(3)).startsWith("8 too many calls wait here");
  }

  @Test
  void of_too_many_half_frames_the_oldest_connection_ends() throws Exception {
    start(USUAL.strangers(), 50_000);
    RawClient oldest = another();
    byte[] half = new byte[15_000];
    half[1] = 0x60;
    half[3] = HEADERS;
    half[8] = 1;
    oldest.bytes(half);
    for (int i = 0; i < 5; i++) {
      another().bytes(half);
    }
    oldest.awaitEnd();
  }

  @Test
  void headers_that_come_byte_by_byte_take_too_long() throws Exception {
    start(USUAL.strangers(), USUAL.waiting(), Rig.QUICK);
    // Its confirmation of settings must not come amid the frame.
    RawClient slow = known();
    slow.bytes(new byte[] {0, 100, 0, HEADERS, 4, 0, 0, 0, 3});
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () -> {
              try {
                slow.awaitEnd();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    try {
      while (!ended.isDone()) {
        slow.bytes(new byte[1]);
        Thread.onSpinWait();
        served();
      }
    } catch (IOException closed) {
      // As it should be.
    }
    ended.join();
  }

  @Test
  void frames_in_small_pieces_are_understood_as_long_as_each_is_whole_in_time() throws Exception {
    start(USUAL.strangers(), USUAL.waiting());
    RawClient slow = known();
    byte[] headers = RawClient.headers("Echo", "x-filler", "y".repeat(500));
    byte[] frame = new byte[9 + headers.length];
    frame[1] = (byte) (headers.length >> 8);
    frame[2] = (byte) headers.length;
    frame[3] = HEADERS;
    frame[4] = RawClient.END_HEADERS;
    frame[8] = 3;
    System.arraycopy(headers, 0, frame, 9, headers.length);
    for (byte each : frame) {
      slow.bytes(new byte[] {each});
    }
    slow.frame(DATA, RawClient.END_STREAM, 3, RawClient.prefixed(Messages.small()));
    assertThat(slow.status(3)).isEqualTo("0");
  }

  @Test
  void too_many_calls_that_wait_for_their_cluster_are_refused() throws Exception {
    start(USUAL.strangers(), 200_000);
    RawClient one = known();
    var usual = rig.routes.how;
    CompletableFuture<io.switchyard.ports.session.Route> later = new CompletableFuture<>();
    rig.routes.how = call -> later;
    byte[] message = Messages.execute(20_000);
    rig.upstream.answer(
        "Short",
        (heard, call) -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(new byte[1]);
          call.close(Status.OK, new Metadata());
        });
    for (int stream = 3; stream < 2 * 20; stream += 2) {
      one.call(stream, "Short", message);
    }
    RawClient.Frame refused = one.next(frame -> frame.type() == HEADERS && frame.ends());
    assertThat(refused.headers().get("grpc-status").toString()).isEqualTo("14");
    assertThat(refused.headers().get("grpc-message").toString())
        .startsWith("too many calls wait here for their cluster");
    rig.routes.how = usual;
    later.complete(Routes.to(rig.upstream.address(), rig.routes.calls.get(1)));
    assertThat(one.status(3)).isEqualTo("0");
  }
}
