package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.Job;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.SequentialIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Another process on a store, to be killed in the middle of its work. */
final class StoreProcess implements AutoCloseable {

  static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");

  private final Process process;
  private final BufferedReader said;

  private StoreProcess(StoreConfig store, String work) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                store.url(),
                store.user(),
                work)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = process.inputReader();
  }

  /** A process that adds jobs with four threads and says each id after it was added. */
  static StoreProcess adding(StoreConfig store) throws IOException {
    return new StoreProcess(store, "add");
  }

  /** A process that claims what is due at {@link #T0}, says how many, and does nothing more. */
  static StoreProcess claiming(StoreConfig store) throws IOException {
    return new StoreProcess(store, "claim");
  }

  /** What it says next; blocks. */
  String line() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new AssertionError("the process ended by itself");
    }
    return line;
  }

  /** Kills it as {@code kill -9} does, and gives the rest of what it had said. */
  List<String> kill() throws IOException {
    // Not Process.destroyForcibly, which closes what we have yet to read.
    process.toHandle().destroyForcibly();
    List<String> rest = new ArrayList<>();
    // Its last line may be cut.
    said.lines().filter(line -> line.endsWith(".")).forEach(rest::add);
    close();
    return rest;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      said.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    JdbiStore store;
    try {
      store = JdbiStore.open(new StoreConfig(args[0], args[1], ""));
    } catch (TargetFailure failure) {
      System.out.println(failure.getMessage());
      return;
    }
    if (args[2].equals("claim")) {
      int claimed = store.executions().claimDue(T0, Duration.ofSeconds(30), 100).size();
      System.out.println(claimed + " claimed.");
      Thread.currentThread().join();
    }
    var ids = new SequentialIds();
    for (int i = 0; i < 4; i++) {
      new Thread(
              () -> {
                while (true) {
                  Job job = JobExamples.job(JobExamples.request(), ids, T0);
                  store.jobs().add(job);
                  System.out.println(job.id() + ".");
                }
              })
          .start();
    }
  }
}
