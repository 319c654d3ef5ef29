package io.switchyard.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API server that can be killed, and that writes down what the application asks of it. */
final class KubeServer {

  private static final String USER = "switchyard";
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final Pattern AUDIT = Pattern.compile("\"auditID\":\"([^\"]+)\"");

  private final Path folder;
  private final String address;
  private final String token;
  private final List<String> command = new ArrayList<>();
  private ProcessHandle process;

  private KubeServer(Path folder, String address, String token, ProcessHandle process) {
    this.folder = folder;
    this.address = address;
    this.token = token;
    this.process = process;
  }

  /** Restarts the one that this file is about, so that it knows the application's account. */
  static KubeServer takeOver(Path kubeconfig) throws IOException {
    String text = Files.readString(kubeconfig);
    Path folder = kubeconfig.toAbsolutePath().resolveSibling("").normalize();
    long pid = Long.parseLong(Files.readString(folder.resolve("kube-apiserver.pid")).strip());
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    KubeServer server =
        new KubeServer(
            folder, find(text, "server: \"([^\"]+)\""), find(text, "token: \"([^\"]+)\""), process);
    server.command.add(process.info().command().orElseThrow());
    server.command.addAll(List.of(process.info().arguments().orElseThrow()));
    server.remember(kubeconfig, text);
    server.kill();
    server.start();
    return server;
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern);
    }
    return matcher.group(1);
  }

  private void remember(Path kubeconfig, String text) throws IOException {
    Files.writeString(
        folder.resolve("tokens.csv"),
        TOKEN + "," + USER + "," + USER + "\n",
        StandardOpenOption.APPEND);
    Path policy = folder.resolve("audit.yaml");
    Files.writeString(
        policy,
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - {level: Metadata, users: ["%s"]}
        - {level: None}
        """
            .formatted(USER));
    command.add("--audit-policy-file=" + policy);
    command.add("--audit-log-path=" + audit());
    Files.writeString(account(kubeconfig), text.replace(token, TOKEN));
  }

  private Path audit() {
    return folder.resolve("audit.log");
  }

  private static Path account(Path kubeconfig) {
    return kubeconfig.resolveSibling("switchyard-kubeconfig");
  }

  /** For the application, whose account has no rights yet. */
  Path kubeconfig() {
    return folder.resolve("switchyard-kubeconfig");
  }

  String address() {
    return address;
  }

  String token() {
    return token;
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Starts it again; returns at once. */
  void start() throws IOException {
    Path log = folder.resolve("kube-apiserver.log");
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started.toHandle();
    Files.writeString(folder.resolve("kube-apiserver.pid"), process.pid() + "\n");
  }

  /** How many requests of the application there were so far. */
  int requests() throws IOException {
    Set<String> ids = new HashSet<>();
    try (var lines = Files.lines(audit())) {
      lines.forEach(
          line -> {
            Matcher matcher = AUDIT.matcher(line);
            if (matcher.find()) {
              ids.add(matcher.group(1));
            }
          });
    }
    return ids.size();
  }

  static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
