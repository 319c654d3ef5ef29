package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRefTest {

  private final Path temp;

  ProcessRefTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void a_written_reference_finds_its_process() throws IOException {
    ProcessRef self = ProcessRef.of(ProcessHandle.current());
    Path file = temp.resolve("ref");
    self.write(file);
    assertThat(ProcessRef.read(file)).contains(self);
    assertThat(ProcessRef.living(file)).contains(ProcessHandle.current());
  }

  @Test
  void a_process_that_got_the_same_id_later_is_another_one() {
    ProcessRef self = ProcessRef.of(ProcessHandle.current());
    ProcessRef earlier = new ProcessRef(self.pid(), self.startedAt() - 60_000);
    assertThat(self.startedAt()).isPositive();
    assertThat(earlier.handle()).isEmpty();
  }

  @Test
  void absent_and_garbled_files_name_no_process() throws IOException {
    Path file = temp.resolve("ref");
    assertThat(ProcessRef.read(file)).isEmpty();
    Files.writeString(file, "42");
    assertThat(ProcessRef.read(file)).isEmpty();
    Files.writeString(file, "forty two");
    assertThat(ProcessRef.read(file)).isEmpty();
  }

  @Test
  void a_tree_is_ended_down_to_processes_that_ignore_the_request() throws Exception {
    Path ready = temp.resolve("ready");
    Process root =
        new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 300 & echo > " + ready + "; wait; wait")
            .start();
    TestSpark.await(
        "the tree stands",
        Duration.ofSeconds(10),
        () -> root.descendants().findAny().filter(child -> Files.exists(ready)));
    ProcessHandle child = root.descendants().findAny().orElseThrow();
    ProcessTree.end(List.of(root.toHandle()), Duration.ofMillis(500));
    assertThat(ProcessRef.lives(root.toHandle())).isFalse();
    assertThat(ProcessRef.lives(child)).isFalse();
  }
}
