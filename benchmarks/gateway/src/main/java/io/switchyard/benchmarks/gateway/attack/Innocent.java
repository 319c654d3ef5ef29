package io.switchyard.benchmarks.gateway.attack;

import io.switchyard.benchmarks.gateway.attack.Connection.End;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Who uses the gateway meanwhile: one session that writes and reads a setting of its own, a hundred
 * times a second, on one connection; and once a second somebody of a known session who comes anew.
 */
final class Innocent implements AutoCloseable {

  private static final String KEY = "spark.sql.innocent";
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long NEWCOMER = TimeUnit.SECONDS.toNanos(1);

  private final Poller poller = new Poller();
  private final int port;
  private final String[] headers;
  private final String session;
  private final List<Long> nanos = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private int newcomers;
  private int turnedAway;
  private volatile boolean closed;

  Innocent(int port, String token, String session) throws IOException {
    this.port = port;
    this.headers = new String[] {"authorization", "Bearer " + token};
    this.session = session;
    Thread thread = new Thread(this::work, "innocent");
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try (Connection connection = new Connection(poller, port, true)) {
      connection.openWindow(0);
      long newcomer = System.nanoTime();
      for (int stream = 1; !closed; stream += 4) {
        String value = "value-" + stream;
        long begun = System.nanoTime();
        End set =
            connection.call(stream, "Config", Message.set(session, "ada", KEY, value), headers);
        End got = connection.call(stream + 2, "Config", Message.get(session, "ada", KEY), headers);
        long took = (System.nanoTime() - begun) / 2;
        note(took, got.text().contains(value) ? "" : set.what() + ", " + got.what());
        if (System.nanoTime() - newcomer > NEWCOMER) {
          newcomer = System.nanoTime();
          comeAnew();
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE);
      }
    } catch (IOException | InterruptedException e) {
      note(0, e.toString());
    }
  }

  private void comeAnew() {
    boolean served;
    try (Connection another = new Connection(poller, port, true)) {
      End got = another.call(1, "Config", Message.get(session, "ada", KEY), headers);
      served = got.text().contains("value-");
    } catch (IOException e) {
      served = false;
    }
    synchronized (this) {
      newcomers++;
      turnedAway += served ? 0 : 1;
    }
  }

  private synchronized void note(long took, String why) {
    nanos.add(took);
    if (!why.isEmpty()) {
      wrong.add(why);
    }
  }

  synchronized void forget() {
    nanos.clear();
    wrong.clear();
    newcomers = 0;
    turnedAway = 0;
  }

  static final String HEAD =
      String.format(
          Locale.ROOT, "%6s %6s %7s %6s %8s", "calls", "p50 ms", "p99 ms", "failed", "anew");

  /** Calls, their times, those without the right answer, and newcomers who were served. */
  synchronized String line() {
    List<Long> sorted = nanos.stream().sorted().toList();
    wrong.stream().limit(3).forEach(why -> System.err.println("innocent: " + why));
    return String.format(
        Locale.ROOT,
        "%6d %6.1f %7.1f %6d %8s",
        2 * sorted.size(),
        at(sorted, 0.5),
        at(sorted, 0.99),
        wrong.size(),
        newcomers - turnedAway + "/" + newcomers);
  }

  private static double at(List<Long> sorted, double share) {
    return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }

  @Override
  public void close() {
    closed = true;
    poller.close();
  }
}
