package io.switchyard.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets connections in: counted, over TLS if there is a certificate, and only for HTTP/2. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
@ChannelHandler.Sharable
final class Door extends ChannelInitializer<Channel> {

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final GatewayConfig config;
  private final Map<EventLoop, RelayLoop> loops;
  private final @Nullable Certificates certificates;
  private final AtomicInteger open = new AtomicInteger();

  private Door(
      GatewayConfig config, Map<EventLoop, RelayLoop> loops, @Nullable Certificates certificates) {
    this.config = config;
    this.loops = loops;
    this.certificates = certificates;
  }

  static Door of(GatewayConfig config, Map<EventLoop, RelayLoop> loops) throws IOException {
    GatewayConfig.Tls tls = config.tls();
    return new Door(config, loops, tls == null ? null : new Certificates(tls));
  }

  int open() {
    return open.get();
  }

  void refresh() {
    if (certificates != null) {
      certificates.refresh();
    }
  }

  @Override
  protected void initChannel(Channel channel) {
    if (open.incrementAndGet() > config.limits().connections()) {
      open.decrementAndGet();
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    RelayLoop loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalStateException("a connection on a loop that is not ours");
    }
    loop.strangers().arrived(channel);
    if (certificates == null) {
      channel.pipeline().addLast(new ClientPeer(loop).newHandler());
    } else {
      SslHandler tls = certificates.current().newHandler(channel.alloc());
      tls.setHandshakeTimeoutMillis(config.times().handshake().toMillis());
      channel.pipeline().addLast(tls, new Negotiated(loop));
    }
  }

  /** After the handshake: HTTP/2 or nothing. */
  private static final class Negotiated extends ApplicationProtocolNegotiationHandler {

    private final RelayLoop loop;

    Negotiated(RelayLoop loop) {
      super("");
      this.loop = loop;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      if (ApplicationProtocolNames.HTTP_2.equals(protocol)) {
        ctx.pipeline().addLast(new ClientPeer(loop).newHandler());
      } else {
        ctx.close();
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      LOG.atDebug()
          .addKeyValue("client", ctx.channel().remoteAddress())
          .addKeyValue("error", cause.getMessage())
          .log("TLS handshake failed");
      ctx.close();
    }
  }
}
