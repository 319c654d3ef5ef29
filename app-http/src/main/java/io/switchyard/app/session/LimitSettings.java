package io.switchyard.app.session;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Memory;
import io.switchyard.gateway.GatewayConfig.Limits;
import io.switchyard.gateway.GatewayConfig.Times;
import java.time.Duration;

/**
 * What clients may take of the gateway, whoever they are.
 *
 * @param greeting for a new connection to say that it speaks HTTP/2
 * @param firstMessage from a call's headers to its session id
 */
public record LimitSettings(Limits limits, Duration greeting, Duration firstMessage) {

  public static final LimitSettings DEFAULT =
      new LimitSettings(Limits.usual(), Times.usual().handshake(), Times.usual().firstMessage());

  private static final int MOST = 1_000_000;

  /** Reads every limit; each may be left out. */
  static LimitSettings read(InputObject in) {
    Limits usual = DEFAULT.limits();
    var length = Durations.reader(Duration.ofSeconds(1), Duration.ofMinutes(10));
    var connections = in.optional("connections", integer(1, MOST), usual.connections());
    var strangers = in.optional("unknown_connections", integer(1, MOST), usual.strangers());
    var calls = in.optional("calls", integer(1, MOST), usual.calls());
    var message = in.optional("message", size(2047), usual.message());
    var headers = in.optional("headers", integer(8 << 10, 1 << 20), usual.headers());
    var waiting = in.optional("waiting", size(1024), (int) usual.waiting());
    var greeting = in.optional("greeting", length, DEFAULT.greeting());
    var first = in.optional("first_message", length, DEFAULT.firstMessage());
    return in.build(
        () ->
            new LimitSettings(
                new Limits(
                    message.get(),
                    headers.get(),
                    calls.get(),
                    connections.get(),
                    strangers.get(),
                    waiting.get(),
                    usual.configMessage()),
                greeting.get(),
                first.get()));
  }

  private static InputReader<Integer> size(int most) {
    return nonBlankText()
        .then(Memory::parse)
        .then(
            given -> {
              if (given.mebibytes() > most) {
                throw InvalidValue.of(
                    given.mebibytes() + "m", "is too much", "at most " + most + "m");
              }
              return (int) (given.mebibytes() << 20);
            });
  }
}
