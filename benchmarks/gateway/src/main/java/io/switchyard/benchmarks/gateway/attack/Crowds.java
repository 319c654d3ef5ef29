package io.switchyard.benchmarks.gateway.attack;

import static io.switchyard.benchmarks.gateway.attack.Target.as;
import static io.switchyard.benchmarks.gateway.attack.Target.brief;
import static io.switchyard.benchmarks.gateway.attack.Target.counted;

import io.switchyard.benchmarks.gateway.attack.Connection.End;
import io.switchyard.benchmarks.gateway.attack.Target.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many who begin something and do not go on. */
final class Crowds {

  private static final int CALLS = 250;

  private Crowds() {}

  /**
   * Calls of nobody known, whose first message does not come.
   *
   * @param filler bytes of another header in each
   * @param data how many bytes of the first message come
   */
  static Result halfOpen(Target at, int calls, int filler, int data) throws Exception {
    Result result = new Result();
    List<CompletableFuture<End>> ends = new ArrayList<>();
    byte[] begin = new byte[data];
    if (data > 5) {
      System.arraycopy(new byte[] {0, 0, 0, 0x7f, 0, 0x1a, -1, 0x7f}, 0, begin, 0, 8);
    }
    for (int i = 0; i < calls / CALLS; i++) {
      Connection it = result.keep(at.connect());
      for (int stream = 1; stream < 2 * CALLS; stream += 2) {
        ends.add(it.open(stream, "ExecutePlan", "x-filler", "x".repeat(filler)));
        if (data > 0) {
          it.send(Frames.frame(Frames.DATA, 0, stream, begin));
        }
      }
    }
    Thread.sleep(2_000);
    long early = ends.stream().filter(CompletableFuture::isDone).count();
    Thread.sleep(15_000);
    List<String> all = new ArrayList<>();
    ends.forEach(end -> all.add(end.isDone() ? brief(end.join().what()) : "left open"));
    return result.got(counted(all) + " (" + early + " within 2 s)");
  }

  /** Connections that say nothing at all. */
  static Result silent(Target at, int connections) throws Exception {
    Result result = new Result();
    for (int i = 0; i < connections; i++) {
      result.keep(at.silent());
    }
    Thread.sleep(3_000);
    long open = result.open().stream().filter(Connection::isOpen).count();
    Thread.sleep(9_000);
    long left = result.open().stream().filter(Connection::isOpen).count();
    return result.got(open + " open after 3 s, " + left + " after 12 s");
  }

  /** A preface, a block of headers and a message, each of so many connections byte by byte. */
  static Result loris(Target at, int connections, int seconds) throws Exception {
    Result result = new Result();
    byte[] block = Frames.headers("localhost", "ExecutePlan", "x-filler", "x".repeat(16_000));
    byte[] headers = Frames.frame(Frames.HEADERS, Frames.END_HEADERS, 1, block);
    List<CompletableFuture<End>> messages = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Connection it = result.keep(i % 3 == 0 ? at.silent() : at.connect());
      if (i % 3 == 2) {
        messages.add(it.open(1, "ExecutePlan"));
        it.send(Frames.head(10_000, Frames.DATA, 0, 1, new byte[] {0, 0, 0, 0x20, 0}));
      }
    }
    long until = System.nanoTime() + seconds * 1_000_000_000L;
    for (int byteAt = 0; System.nanoTime() < until; byteAt++) {
      int open = 0;
      for (int i = 0; i < connections; i++) {
        Connection it = result.open().get(i);
        if (it.isOpen()) {
          byte[] from = i % 3 == 0 ? Frames.PREFACE : headers;
          byte next = i % 3 == 2 ? 0 : from[Math.min(byteAt, from.length - 1)];
          it.send(new byte[] {next});
          open++;
        }
      }
      Thread.sleep(open == 0 ? 200 : 20);
    }
    List<String> ends = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      String what = List.of("preface ", "headers ", "message ").get(i % 3);
      ends.add(what + result.open().get(i).end());
    }
    List<String> calls = new ArrayList<>();
    messages.forEach(call -> calls.add(call.isDone() ? brief(call.join().what()) : "open"));
    return result.got(counted(ends) + "; calls: " + counted(calls));
  }

  /** Messages over the limit, said and sent. */
  static Result oversized(Target at) throws Exception {
    Result result = new Result();
    Connection said = result.keep(at.connect());
    CompletableFuture<End> one = said.open(1, "AddArtifacts", as(at.ada()));
    said.send(Frames.frame(Frames.DATA, 0, 1, new byte[] {0, 8, 0, 0, 1, 10}));
    Connection sent = result.keep(at.connect());
    CompletableFuture<End> two = sent.open(1, "AddArtifacts", as(at.ada()));
    sent.send(Frames.frame(Frames.DATA, 0, 1, new byte[] {0, 16, 0, 0, 1, 10}));
    long bytes = 0;
    byte[] more = Frames.frame(Frames.DATA, 0, 1, new byte[16_000]);
    while (bytes < 200 << 20 && sent.isOpen() && sent.send(more)) {
      bytes += more.length;
    }
    Thread.sleep(1_000);
    return result.got(
        "said: %s; sent: %s, then %s after %d MB"
            .formatted(
                brief(Connection.await(one).what()),
                brief(Connection.await(two).what()),
                sent.end(),
                bytes >> 20));
  }
}
