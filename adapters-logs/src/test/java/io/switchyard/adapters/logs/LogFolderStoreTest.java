package io.switchyard.adapters.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogStore;
import io.switchyard.ports.job.LogStoreContract;
import io.switchyard.ports.job.LogStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFolderStoreTest extends LogStoreContract {

  @TempDir private Path folder;
  private LogStore store;

  @BeforeEach
  void open() {
    store = LogFolderStore.open(new LogFolderConfig(folder.resolve("logs")));
  }

  @Override
  protected LogStore store() {
    return store;
  }

  @Override
  protected LogStore sameStoreOfAnotherProcess() {
    return LogFolderStore.open(new LogFolderConfig(folder.resolve("logs")));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("logs").resolve(ID.value()))) {
      return files.sorted().toList();
    }
  }

  @Test
  void a_log_is_gzip_files_of_a_mebibyte_that_people_can_read() throws IOException {
    byte[] log = "a line that repeats\n".repeat(150_000).getBytes(UTF_8);
    store.append(ID, LogStream.STDOUT, 0, log);
    store.complete(ID);
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "complete",
            "stdout-0000000000000-1048576.log.gz",
            "stdout-0000001048576-1048576.log.gz",
            "stdout-0000002097152-902848.log.gz");
    assertThat(Files.size(files().get(1))).isLessThan(10_000);
  }

  @Test
  void a_piece_that_is_broken_or_gone_is_a_failure_and_never_a_shorter_log() throws IOException {
    store.append(ID, LogStream.STDOUT, 0, new byte[1000]);
    store.complete(ID);
    Path piece = files().get(1);
    byte[] whole = Files.readAllBytes(piece);
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1;
    Files.write(piece, flipped);
    assertFailsToRead();
    Files.write(piece, new byte[0]);
    assertFailsToRead();
    Files.delete(piece);
    assertFailsToRead();
    Files.write(piece, whole);
    assertThat(store.read(ID, LogStream.STDOUT, 0, 1000).orElseThrow().bytes()).hasSize(1000);
  }

  private void assertFailsToRead() {
    assertThatThrownBy(() -> store.read(ID, LogStream.STDOUT, 0, 1000))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("could not read the log of " + ID);
  }

  @Test
  void what_a_killed_process_left_unfinished_is_neither_read_nor_kept() throws IOException {
    store.append(ID, LogStream.STDOUT, 0, "one\n".getBytes(UTF_8));
    Path left = files().get(0).resolveSibling("stdout-0000000000004-4.log.gz123.tmp");
    Files.writeString(left, "half");
    assertThat(store.next(ID, LogStream.STDOUT)).isEqualTo(4);
    store.complete(ID);
    assertThat(left).doesNotExist();
    assertThat(store.read(ID, LogStream.STDOUT, 0, 100).orElseThrow().size()).isEqualTo(4);
  }

  @Test
  void a_disk_that_does_not_take_it_is_a_failure() throws IOException {
    Files.writeString(folder.resolve("logs").resolve(ID.value()), "a file in the way");
    assertThatThrownBy(() -> store.append(ID, LogStream.STDOUT, 0, new byte[10]))
        .isInstanceOf(TargetFailure.class);
    assertThatThrownBy(() -> LogFolderStore.open(new LogFolderConfig(Path.of("/dev/null/logs"))))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("could not make the folder /dev/null/logs");
  }
}
