package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.switchyard.domain.cluster.ServerAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a connection leaves behind. A timer that the loop still has keeps all of its connection:
 * four kilobytes each, of which a crowd that comes and goes makes as many as it likes.
 */
final class GoneClientsTest {

  private static final int NO_TIMER = -1;

  private final Transport transport = new Transport();
  private final EmbeddedChannel client = new EmbeddedChannel();
  private final RelayLoop loop =
      new RelayLoop(
          client.eventLoop(),
          GatewayConfig.of("127.0.0.1", 0),
          new Routes(new ServerAddress("127.0.0.1", 1)),
          transport,
          3);

  @AfterEach
  void close() {
    client.finishAndReleaseAll();
    transport.close();
  }

  private void connects() {
    client.pipeline().addLast(new ClientPeer(loop).newHandler());
    assertThat(loop.clients()).hasSize(1);
    assertThat(client.runScheduledPendingTasks()).isPositive();
  }

  private void goes() {
    var unused = client.pipeline().close();
    client.runPendingTasks();
    assertThat(loop.clients()).isEmpty();
    assertThat(client.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
  }

  @Test
  void a_client_that_said_nothing_leaves_nothing() {
    connects();
    goes();
  }

  @Test
  void a_client_that_greeted_leaves_nothing() {
    connects();
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    client.writeInbound(
        Unpooled.wrappedBuffer(
            Http2CodecUtil.connectionPrefaceBuf(), Unpooled.wrappedBuffer(settings)));
    goes();
  }
}
