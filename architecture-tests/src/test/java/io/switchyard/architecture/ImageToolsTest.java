package io.switchyard.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs the tests of {@code images/}, which are in Python like what they test, where there is a
 * Python for them.
 */
final class ImageToolsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void the_matrix_and_the_tools_of_the_images_pass_their_own_tests() throws Exception {
    assumeTrue(
        isThere("python3", "-c", "import sys, yaml; assert sys.version_info >= (3, 11)"),
        "no python3 of 3.11 or newer with PyYAML: the tests of images/ were not run");
    Ran tests = run("python3", "-m", "unittest", "discover", "-s", "images/tests");
    assertThat(tests.code()).as(tests.output()).isZero();
    assertThat(tests.output()).contains("OK");
  }

  private static boolean isThere(String... command) throws InterruptedException {
    try {
      return run(command).code() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static Ran run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private record Ran(int code, String output) {}
}
