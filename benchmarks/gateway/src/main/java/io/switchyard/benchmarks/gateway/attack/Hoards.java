package io.switchyard.benchmarks.gateway.attack;

import static io.switchyard.benchmarks.gateway.attack.Target.as;
import static io.switchyard.benchmarks.gateway.attack.Target.brief;
import static io.switchyard.benchmarks.gateway.attack.Target.counted;

import io.switchyard.benchmarks.gateway.attack.Connection.End;
import io.switchyard.benchmarks.gateway.attack.Target.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Much at a time of people who may. */
final class Hoards {

  private Hoards() {}

  /** The begin of a gigabyte's result, of which then nothing more is read. */
  static Result stopped(Target at) throws Exception {
    Result result = new Result();
    Connection it = result.keep(at.connect());
    it.openWindow(0);
    var unused = it.begin(1, "ExecutePlan", rows(Target.newSession(), 1000), as(at.ada()));
    it.openWindow(1);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (it.received() < 1 << 20 && it.isOpen() && System.nanoTime() < until) {
      Thread.sleep(1);
    }
    it.stopReading();
    Thread.sleep(15_000);
    return result.got(it.end() + ", " + (it.received() >> 20) + " MB read, none for 15 s");
  }

  private static Message rows(String session, int megabytes) {
    String sql =
        "SELECT repeat('x', 1000000) FROM range(0, %d, 1, %d)".formatted(megabytes, megabytes);
    return Message.execute(session, "ada", sql, Target.newSession());
  }

  /** Results at the same time, each of a session on a connection of its own. */
  static Result bulk(Target at, int results, int megabytes) throws Exception {
    Result result = new Result();
    List<CompletableFuture<End>> ends = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      Connection it = result.keep(at.connect());
      it.openWindow(0);
      ends.add(it.begin(1, "ExecutePlan", rows(Target.newSession(), megabytes), as(at.ada())));
      it.openWindow(1);
    }
    List<String> all = new ArrayList<>();
    ends.forEach(end -> all.add(brief(Connection.await(end).what())));
    long bytes = result.open().stream().mapToLong(Connection::received).sum();
    return result.got(counted(all) + ", " + (bytes >> 20) + " MB");
  }

  /**
   * Sessions that made a call each, and then nothing.
   *
   * @param each how many of them share a connection
   */
  static Result idle(Target at, int sessions, int each) throws Exception {
    Result result = new Result();
    List<String> all = new ArrayList<>();
    List<CompletableFuture<End>> under = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      int stream = 2 * (i % each) + 1;
      Connection it = stream == 1 ? result.keep(at.connect()) : last(result);
      Message get = Message.get(Target.newSession(), "ada", "spark.app.name");
      under.add(it.begin(stream, "Config", get, as(at.ada())));
      if (under.size() == 16) {
        under.forEach(end -> all.add(brief(Connection.await(end).what())));
        under.clear();
      }
    }
    under.forEach(end -> all.add(brief(Connection.await(end).what())));
    long open = result.open().stream().filter(Connection::isOpen).count();
    return result.got(counted(all) + "; " + open + " connections open");
  }

  private static Connection last(Result result) {
    return result.open().get(result.open().size() - 1);
  }
}
