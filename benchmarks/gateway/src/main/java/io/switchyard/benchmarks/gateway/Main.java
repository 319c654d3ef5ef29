package io.switchyard.benchmarks.gateway;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs all arms in interleaved rounds; see {@code benchmarks/gateway/run}. */
final class Main {

  private static final List<String> ROOMY = List.of("-Xmx512m", "-XX:+UseSerialGC");
  private static final String JDK_TLS = "-Dio.netty.handler.ssl.noOpenSsl=true";

  /** The first round is longer and does not count: a JVM compiles. */
  private static final int WARM_UP = 10;

  /** The port of a real server to stand in for the minimal one; 0 for none. */
  private static final int SPARK = Integer.getInteger("spark.port", 0);

  private Main() {}

  /**
   * @param args which arms, clients, rounds, milliseconds; a pattern of arms' names; or what a
   *     child process shall be
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "server" -> MinimalServer.main();
      case "relay" ->
          Relay.main(Integer.parseInt(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
      default ->
          measure(
              args[0],
              Integer.parseInt(args[1]),
              Integer.parseInt(args[2]),
              Long.parseLong(args[3]),
              args[4]);
    }
  }

  private static void measure(String which, int clients, int rounds, long millis, String names)
      throws IOException, InterruptedException {
    printMachine(clients, rounds, millis);
    Questions questions =
        SPARK == 0
            ? Questions.ofMinimalServer()
            : Questions.ofSpark(Integer.getInteger("spark.megabytes"));
    Path folder = Files.createTempDirectory("gateway-benchmark");
    try (Child server = Child.java(ROOMY, "server");
        Proxies proxies = new Proxies(folder, SPARK == 0 ? server.port(0) : SPARK)) {
      Arm direct = new Arm("direct", false, proxies.upstream(), null);
      List<Arm> arms = arms(proxies, direct, which, names);
      for (int round = -1; round < rounds; round++) {
        List<Arm> order = new ArrayList<>(arms);
        Collections.rotate(order, round);
        if (round % 2 == 0) {
          Collections.reverse(order);
        }
        for (Arm arm : order) {
          arm.round(questions, folder, clients, round < 0 ? WARM_UP * millis : millis, round >= 0);
        }
      }
      System.out.println(Arm.HEAD);
      arms.forEach(arm -> System.out.println(arm.line(direct)));
    }
  }

  private static List<Arm> arms(Proxies proxies, Arm direct, String which, String names)
      throws IOException {
    List<String> launcher = List.of(System.getProperty("launcher.options").split(" "));
    List<Arm> all = new ArrayList<>();
    all.addAll(proxies.nginx());
    all.addAll(proxies.haproxy(false));
    all.addAll(proxies.haproxy(true));
    all.addAll(proxies.switchyard("Switchyard", with(ROOMY, JDK_TLS), 1));
    all.addAll(proxies.switchyard("Switchyard, small JVM", with(launcher, JDK_TLS), 1));
    all.addAll(proxies.switchyard("Switchyard, OpenSSL", ROOMY, 1).subList(1, 2));
    all.addAll(proxies.switchyard("Switchyard, small JVM, OpenSSL", launcher, 1).subList(1, 2));
    List<Arm> arms = new ArrayList<>(List.of(direct));
    all.stream()
        .filter(arm -> which.equals("all") || which.equals("tls") == arm.tls())
        .filter(arm -> arm.name().matches(names))
        .forEach(arms::add);
    return arms;
  }

  private static List<String> with(List<String> options, String another) {
    List<String> both = new ArrayList<>(options);
    both.add(another);
    return both;
  }

  private static void printMachine(int clients, int rounds, long millis) {
    System.out.printf(
        Locale.ROOT,
        "%d clients, %d rounds of %d ms; %d cores, load before %.1f, JDK %s%n",
        clients,
        rounds,
        millis,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version());
  }
}
