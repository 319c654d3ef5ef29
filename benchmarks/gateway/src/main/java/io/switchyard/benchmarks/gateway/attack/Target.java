package io.switchyard.benchmarks.gateway.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where the gateway is, and who is known there.
 *
 * @param ada a member of the team
 * @param mia another one
 * @param boris a member of another team
 */
record Target(int port, Poller poller, String ada, String mia, String boris, String session) {

  /** What an attack got, and what it still holds. */
  static final class Result implements AutoCloseable {
    private final List<Connection> open = new ArrayList<>();
    private String got = "";

    Connection keep(Connection connection) {
      open.add(connection);
      return connection;
    }

    List<Connection> open() {
      return open;
    }

    Result got(String what) {
      got = what;
      return this;
    }

    String got() {
      return got;
    }

    @Override
    public void close() {
      open.forEach(Connection::close);
    }
  }

  Connection connect() throws IOException {
    return new Connection(poller, port, true);
  }

  /** Connects without a word. */
  Connection silent() throws IOException {
    return new Connection(poller, port, false);
  }

  static String[] as(String token, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "authorization";
    all[1] = "Bearer " + token;
    System.arraycopy(more, 0, all, 2, more.length);
    return all;
  }

  static String newSession() {
    return UUID.randomUUID().toString();
  }

  /** How often each thing happened, without what follows its first words. */
  static String counted(List<String> ends) {
    Map<String, Integer> counts = new TreeMap<>();
    ends.forEach(end -> counts.merge(end, 1, Integer::sum));
    List<String> said = new ArrayList<>();
    counts.forEach((end, count) -> said.add(count + " " + end));
    return String.join("; ", said);
  }

  /** {@code status 8} of "status 8 too many ...". */
  static String brief(String end) {
    String[] words = end.split(" ", 3);
    return words.length < 2 ? end : words[0] + " " + words[1];
  }
}
