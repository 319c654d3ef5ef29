package io.switchyard.benchmarks.gateway.attack;

import static io.switchyard.benchmarks.gateway.attack.Target.counted;

import io.switchyard.benchmarks.gateway.attack.Target.Result;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Frames as fast as they go, on one connection after the other. */
final class Torrents {

  private static final int SECONDS = 4;

  private Torrents() {}

  /** What to send on a connection next, again and again. */
  interface Wave {
    byte[] next(int round);
  }

  static Result of(Target at, Wave wave) throws Exception {
    Result result = new Result();
    List<String> ends = new ArrayList<>();
    long bytes = 0;
    long until = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (System.nanoTime() < until) {
      try (Connection it = at.connect()) {
        for (int round = 0; it.isOpen() && System.nanoTime() < until; round++) {
          byte[] next = wave.next(round);
          if (!it.send(next)) {
            break;
          }
          bytes += next.length;
        }
        Thread.sleep(5);
        ends.add(it.isOpen() ? "open at the end" : it.end());
      }
    }
    return result.got(counted(ends) + "; " + (bytes >> 20) + " MB sent");
  }

  private static byte[] many(int times, byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      for (byte[] frame : frames) {
        all.writeBytes(frame);
      }
    }
    return all.toByteArray();
  }

  static Result pings(Target at) throws Exception {
    byte[] wave = many(1000, Frames.frame(Frames.PING, 0, 0, new byte[8]));
    return of(at, round -> wave);
  }

  static Result settings(Target at) throws Exception {
    byte[] wave = many(1000, Frames.frame(Frames.SETTINGS, 0, 0));
    return of(at, round -> wave);
  }

  static Result priorities(Target at) throws Exception {
    byte[] wave = many(1000, Frames.frame(Frames.PRIORITY, 0, 3, new byte[] {0, 0, 0, 1, 9}));
    return of(at, round -> wave);
  }

  static Result windows(Target at) throws Exception {
    byte[] wave = many(1000, Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(1)));
    return of(at, round -> wave);
  }

  static Result resets(Target at) throws Exception {
    byte[] block = Frames.headers("localhost", "ExecutePlan");
    return of(
        at,
        round -> {
          int stream = 2 * round + 1;
          return many(
              1,
              Frames.frame(Frames.HEADERS, Frames.END_HEADERS, stream, block),
              Frames.frame(Frames.RST_STREAM, 0, stream, Frames.number(8)));
        });
  }

  static Result continuations(Target at) throws Exception {
    byte[] begin = Frames.frame(Frames.HEADERS, 0, 1, Frames.headers("localhost", "ExecutePlan"));
    byte[] more = many(10, Frames.frame(Frames.CONTINUATION, 0, 1));
    return of(at, round -> round == 0 ? begin : more);
  }

  static Result emptyData(Target at) throws Exception {
    byte[] block = Frames.headers("localhost", "ExecutePlan");
    byte[] begin = Frames.frame(Frames.HEADERS, Frames.END_HEADERS, 1, block);
    byte[] more = many(1000, Frames.frame(Frames.DATA, 0, 1));
    return of(at, round -> round == 0 ? begin : more);
  }

  /** Frames of any kind with any content, and now and then something that makes sense. */
  static Result noise(Target at) throws Exception {
    Random random = new Random(20_261_121);
    return of(
        at,
        round -> {
          byte[] content = new byte[random.nextInt(200)];
          random.nextBytes(content);
          int stream = 2 * random.nextInt(50) + random.nextInt(2);
          if (random.nextInt(3) == 0) {
            return Frames.frame(
                Frames.HEADERS,
                Frames.END_HEADERS,
                2 * round + 1,
                Frames.headers("localhost", "ExecutePlan"));
          }
          if (random.nextInt(3) == 0) {
            return Frames.frame(Frames.DATA, 0, Math.max(1, 2 * round - 1), content);
          }
          return Frames.frame(random.nextInt(11), random.nextInt(256), stream, content);
        });
  }

  /** Connections that come and go. */
  static Result comers(Target at) throws Exception {
    Result result = new Result();
    int came = 0;
    long until = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (System.nanoTime() < until) {
      at.connect().close();
      came++;
    }
    return result.got(came + " came and went");
  }
}
