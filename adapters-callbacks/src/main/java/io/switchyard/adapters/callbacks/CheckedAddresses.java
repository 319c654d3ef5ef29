package io.switchyard.adapters.callbacks;

import io.switchyard.domain.callback.CallbackTargets;
import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.Violation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks a host up once for each connection and gives only addresses that may be connected to. The
 * connection is made to one of those and no other, so a name that is answered differently the next
 * moment leads nowhere else.
 */
final class CheckedAddresses implements SocketAddressResolver {

  private final Lookup lookup;
  private final CallbackTargets targets;
  private final Executor threads;

  CheckedAddresses(Lookup lookup, CallbackTargets targets, Executor threads) {
    this.lookup = lookup;
    this.targets = targets;
    this.threads = threads;
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    threads.execute(
        () -> {
          try {
            promise.succeeded(allowed(host, port));
          } catch (IOException | RuntimeException e) {
            promise.failed(e);
          }
        });
  }

  private List<InetSocketAddress> allowed(String written, int port) throws IOException {
    String host = written.startsWith("[") ? written.substring(1, written.length() - 1) : written;
    CallbackUrl url = new CallbackUrl("http://" + (host.contains(":") ? "[" + host + "]" : host));
    Optional<Violation> byName = targets.refusal(url);
    if (byName.isPresent()) {
      throw new TargetRefused(url.host(), byName.get());
    }
    List<InetSocketAddress> allowed = new ArrayList<>();
    Optional<Violation> why = Optional.empty();
    for (InetAddress address : lookup.addresses(url.host())) {
      Optional<Violation> refusal = targets.refusal(url, address);
      if (refusal.isEmpty()) {
        // With the host's name, which is what a certificate must be for.
        InetAddress named = InetAddress.getByAddress(url.host(), address.getAddress());
        allowed.add(new InetSocketAddress(named, port));
      }
      why = why.or(() -> refusal);
    }
    if (allowed.isEmpty() && why.isPresent()) {
      throw new TargetRefused(url.host(), why.get());
    }
    return allowed;
  }
}
