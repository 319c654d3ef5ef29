package io.switchyard.benchmarks.clusters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link SessionMain} that runs. */
final class ClientSession implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;

  private ClientSession(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Opens one; returns when it has its view. */
  static ClientSession open(String address, Path log) throws IOException {
    ClientSession session =
        new ClientSession(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SessionMain.class.getName(),
                    address)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    session.expect("one 1");
    session.expect("ready");
    return session;
  }

  private void expect(String line) throws IOException {
    String said = out.readLine();
    if (!line.equals(said)) {
      throw new IllegalStateException("the client said " + said + ", not " + line);
    }
  }

  /** That its view is there. */
  void check() throws IOException {
    OutputStream in = process.getOutputStream();
    in.write('\n');
    in.flush();
    expect("view 41");
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
