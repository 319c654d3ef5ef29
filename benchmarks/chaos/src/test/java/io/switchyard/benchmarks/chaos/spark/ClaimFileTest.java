package io.switchyard.benchmarks.chaos.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.agent.DriverMain;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripted driver and the real one respect each other's claim. */
final class ClaimFileTest {

  private static final String REAL = "driver-20261121000000-0001";
  private static final String SCRIPTED = "driver-20261121000000-0002";

  @TempDir private Path temp;
  private Path folder;

  /** What the real driver runs. */
  public static final class UserCode {

    public static void main(String[] args) {
      System.out.println("user code runs");
    }
  }

  @BeforeEach
  void make() throws Exception {
    folder = Files.createDirectory(temp.resolve("exec"));
  }

  /** Runs a real driver to its end; what it printed. */
  private String runReal() throws Exception {
    Path work = Files.createDirectory(temp.resolve(REAL));
    Path output = temp.resolve("output");
    Process driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + DriverMain.MAIN_CLASS + "=" + UserCode.class.getName(),
                "-D" + DriverMain.EXECUTION + "=exec-01k00000000000000000000000",
                "-D" + DriverMain.FOLDER + "=" + folder,
                DriverMain.class.getName())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    driver.waitFor();
    return Files.readString(output);
  }

  @Test
  void a_real_driver_does_not_run_what_a_scripted_one_claimed() throws Exception {
    assertThat(ClaimFile.refusal(folder, SCRIPTED)).isEmpty();
    assertThat(runReal())
        .contains("[switchyard] not run: the execution belongs to driver " + SCRIPTED)
        .doesNotContain("user code runs");
  }

  @Test
  void a_scripted_driver_does_not_run_what_a_real_one_claimed() throws Exception {
    assertThat(runReal()).contains("user code runs", "[switchyard] succeeded");
    assertThat(ClaimFile.refusal(folder, SCRIPTED))
        .isEqualTo("the execution belongs to driver " + REAL);
  }

  @Test
  void neither_runs_what_is_over() throws Exception {
    Files.delete(folder);
    assertThat(ClaimFile.refusal(folder, SCRIPTED)).contains("the execution is over");
    assertThat(runReal()).contains("the execution is over").doesNotContain("user code runs");
  }
}
