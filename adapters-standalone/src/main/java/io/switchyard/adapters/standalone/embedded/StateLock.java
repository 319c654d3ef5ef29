package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right to use a state folder; the system takes it back when the process ends, however. */
final class StateLock implements AutoCloseable {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, and makes it if need be.
   *
   * @throws EmbeddedSparks.Unavailable if another has it or it cannot be written
   */
  static StateLock take(Path folder) {
    Path holder = folder.resolve("holder");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw taken(folder, holder);
      }
      ProcessRef.of(ProcessHandle.current()).write(holder);
      return new StateLock(channel);
    } catch (IOException e) {
      throw new EmbeddedSparks.Unavailable(
          "the state folder %s cannot be used: %s; name one that may be written"
              .formatted(folder, e),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static EmbeddedSparks.Unavailable taken(Path folder, Path holder) {
    String who = ProcessRef.read(holder).map(p -> " (process " + p.pid() + ")").orElse("");
    return new EmbeddedSparks.Unavailable(
        "the state folder %s is in use by another running application%s; stop that one or name another folder"
            .formatted(folder, who));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of the state folder was not given back", e);
    }
  }
}
