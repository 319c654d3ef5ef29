package io.switchyard.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as its users would: a process with nothing but its own class path. */
final class EmbeddingIT {

  @TempDir Path state;

  @Test
  void a_job_is_submitted_and_followed_with_the_core_and_two_adapters()
      throws IOException, InterruptedException {
    Path output = state.resolve("output.txt");
    String classpath =
        Path.of("target", "classes")
            + File.pathSeparator
            + Files.readString(Path.of("target", "runtime-classpath.txt")).strip();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classpath,
                Embedding.class.getName(),
                state.toString(),
                System.getProperty("jobs.jar"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(10, TimeUnit.MINUTES);
      assertThat(Files.readString(output)).contains("SUCCEEDED and said: Pi is roughly 3.1");
      assertThat(ended).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
