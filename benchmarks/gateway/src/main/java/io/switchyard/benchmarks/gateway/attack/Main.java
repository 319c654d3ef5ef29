package io.switchyard.benchmarks.gateway.attack;

import io.switchyard.benchmarks.gateway.attack.Target.Result;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Attacks one after the other, with somebody innocent meanwhile; see {@code gateway/attack}. */
final class Main {

  /** One attack. */
  interface Attack {
    Result at(Target target) throws Exception;
  }

  private Main() {}

  /**
   * @param args process id of the application, the gateway's port, the tokens of ada, mia and
   *     boris, a pattern of attacks' names, how many sessions idle
   */
  public static void main(String[] args) throws Exception {
    Subject subject = new Subject(Long.parseLong(args[0]));
    int port = Integer.parseInt(args[1]);
    String session = Target.newSession();
    int idle = Integer.parseInt(args[6]);
    try (Poller poller = new Poller();
        Innocent innocent = new Innocent(port, args[2], session)) {
      Target target = new Target(port, poller, args[2], args[3], args[4], session);
      Thread.sleep(5_000);
      System.out.printf(
          Locale.ROOT,
          "%-28s %-26s %-17s %s%n",
          "attack",
          "heap MB before/held/after",
          "RSS MB before/peak",
          Innocent.HEAD);
      for (Map.Entry<String, Attack> attack : attacks(idle).entrySet()) {
        if (attack.getKey().matches(args[5])) {
          run(attack.getKey(), attack.getValue(), target, subject, innocent);
        }
      }
    }
  }

  private static Map<String, Attack> attacks(int idle) {
    Map<String, Attack> all = new LinkedHashMap<>();
    all.put("none", at -> nothing(5_000));
    all.put("tokens and headers", Intruders::tokens);
    all.put("another's session", Intruders::session);
    all.put("the server's token", Intruders::serverToken);
    all.put("oversized messages", Crowds::oversized);
    all.put("half-open calls", at -> Crowds.halfOpen(at, 10_000, 10, 0));
    all.put("half-open, 10 KB headers", at -> Crowds.halfOpen(at, 10_000, 10_000, 0));
    all.put("half-open, half a message", at -> Crowds.halfOpen(at, 10_000, 10, 7_000));
    all.put("silent connections", at -> Crowds.silent(at, 10_000));
    all.put("slow loris", at -> Crowds.loris(at, 900, 60));
    all.put("PING", Torrents::pings);
    all.put("SETTINGS", Torrents::settings);
    all.put("PRIORITY", Torrents::priorities);
    all.put("WINDOW_UPDATE", Torrents::windows);
    all.put("rapid reset", Torrents::resets);
    all.put("CONTINUATION", Torrents::continuations);
    all.put("empty DATA", Torrents::emptyData);
    all.put("noise", Torrents::noise);
    all.put("comers and goers", Torrents::comers);
    all.put("1 GB, stopped reader", Hoards::stopped);
    all.put("64 results", at -> Hoards.bulk(at, 64, 20));
    all.put("idle, own connections", at -> Hoards.idle(at, idle, 1));
    all.put("idle, shared connections", at -> Hoards.idle(at, idle, 100));
    return all;
  }

  private static Result nothing(long millis) throws InterruptedException {
    Thread.sleep(millis);
    return new Result().got("-");
  }

  private static void run(
      String name, Attack attack, Target target, Subject subject, Innocent innocent)
      throws Exception {
    long heap = subject.heap();
    long resident = subject.resident();
    subject.forgetPeak();
    Thread.sleep(500);
    innocent.forget();
    String line;
    String got;
    long held;
    long peak;
    try (Result result = attack.at(target)) {
      line = innocent.line();
      got = result.got();
      peak = subject.peak();
      held = subject.heap();
    }
    Thread.sleep(1_000);
    System.out.printf(
        Locale.ROOT,
        "%-28s %8.1f %8.1f %8.1f %9.0f %8.0f %s%n    %s%n",
        name,
        heap / 1024.0,
        held / 1024.0,
        subject.heap() / 1024.0,
        resident / 1024.0,
        peak / 1024.0,
        line,
        got);
  }
}
