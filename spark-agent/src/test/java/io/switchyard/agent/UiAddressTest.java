package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("standard error belongs to the whole process")
final class UiAddressTest {

  @TempDir private Path folder;

  /** Spark gives these answers, one after the other. */
  private static void tell(Path to, List<Optional<String>> answers) {
    Deque<Optional<String>> left = new ArrayDeque<>(answers);
    new UiAddress(to, left::remove).tell();
    assertThat(left).isEmpty();
  }

  @Test
  void the_address_is_told_once_spark_has_it() {
    tell(folder, List.of(Optional.empty(), Optional.empty(), Optional.of("http://10.0.0.7:40123")));
    assertThat(folder.resolve(UiAddress.FILE)).hasContent("http://10.0.0.7:40123");
    assertThat(folder).isDirectoryNotContaining("glob:**draft*");
  }

  @Test
  void a_driver_without_a_ui_tells_nothing() {
    tell(folder, List.of(Optional.of("")));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_folder_that_is_gone_gives_a_warning_and_no_more() {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      tell(folder.resolve("gone"), List.of(Optional.of("http://10.0.0.7:40123")));
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("[switchyard] warning the address of the Spark UI could not be told");
  }
}
