package io.switchyard.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.switchyard.domain.cluster.ServerAddress;

/** Sockets: Linux's own polling where it is there, else the JDK's. */
final class Transport {

  private static final int QUIET_SECONDS = 30;
  private static final int READ = 256 << 10;
  private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final boolean epoll = Epoll.isAvailable();
  private final Names names = new Names();

  EventLoopGroup loops(String name, int threads) {
    DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
    return epoll
        ? new EpollEventLoopGroup(threads, factory)
        : new NioEventLoopGroup(threads, factory);
  }

  /** Listens, once it is bound. */
  ServerBootstrap listener(EventLoopGroup acceptor, EventLoopGroup loops) {
    Class<? extends ServerSocketChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    return new ServerBootstrap()
        .group(acceptor, loops)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(
            ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 4096, READ))
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER);
  }

  ChannelFuture connect(RelayLoop loop, ServerAddress address, ServerPeer peer) {
    Class<? extends SocketChannel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    Bootstrap bootstrap = new Bootstrap();
    if (epoll) {
      noticeLoss(bootstrap);
    }
    return bootstrap
        .group(loop.executor())
        .channel(type)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) loop.config().times().connect().toMillis())
        .option(ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 4096, READ))
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(peer.newHandler());
              }
            })
        .resolver(names)
        .connect(address.host(), address.port());
  }

  /** A server's machine may go without a word; its calls must not wait for ever. */
  private static void noticeLoss(Bootstrap bootstrap) {
    bootstrap
        .option(EpollChannelOption.TCP_KEEPIDLE, QUIET_SECONDS)
        .option(EpollChannelOption.TCP_KEEPINTVL, QUIET_SECONDS / 3)
        .option(EpollChannelOption.TCP_KEEPCNT, 3)
        .option(EpollChannelOption.TCP_USER_TIMEOUT, 2 * QUIET_SECONDS * 1000);
  }

  void close() {
    names.close();
  }
}
