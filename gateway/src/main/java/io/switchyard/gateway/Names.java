package io.switchyard.gateway;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Looks names up on a thread of its own: the JDK's lookup blocks, and event loops must not. */
final class Names extends AddressResolverGroup<InetSocketAddress> {

  private final ExecutorService lookups =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("gateway-names", true));

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Resolver(executor, lookups).asAddressResolver();
  }

  @Override
  public void close() {
    super.close();
    lookups.shutdownNow();
  }

  private static final class Resolver extends DefaultNameResolver {

    private final ExecutorService lookups;

    Resolver(EventExecutor executor, ExecutorService lookups) {
      super(executor);
      this.lookups = lookups;
    }

    @Override
    protected void doResolve(String name, Promise<InetAddress> promise) {
      lookups.execute(
          () -> {
            try {
              promise.trySuccess(InetAddress.getByName(name));
            } catch (java.net.UnknownHostException e) {
              promise.tryFailure(e);
            }
          });
    }
  }
}
