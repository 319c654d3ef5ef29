package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one launcher at a time look at a master and then launch on it, among the threads of this
 * process and, through a file in the exchange folder, among processes: else two would see the same
 * room, or no driver of the same execution, and both go on.
 */
final class LaunchTurn {

  /** A turn takes two round trips. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final Path folder;
  private final Map<SparkVersion, ReentrantLock> threads = new ConcurrentHashMap<>();

  LaunchTurn(Path folder) {
    this.folder = folder;
  }

  <T> T take(SparkVersion version, Supplier<T> work) {
    ReentrantLock lock = threads.computeIfAbsent(version, v -> new ReentrantLock(true));
    lock.lock();
    try {
      return takeAmongProcesses(version, work);
    } finally {
      lock.unlock();
    }
  }

  private <T> T takeAmongProcesses(SparkVersion version, Supplier<T> work) {
    Path file = folder.resolve(version + ".lock");
    try {
      PrivateFiles.createFolder(folder);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = await(channel)) {
        if (held == null) {
          throw TargetFailure.withoutEffect(
              Kind.THROTTLED, "another launch on Spark " + version + " takes long");
        }
        return work.get();
      }
    } catch (IOException e) {
      throw Exchange.failure("the lock " + file + " cannot be used", e);
    }
  }

  private static @Nullable FileLock await(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // Another launcher of this process has it.
      }
    } while (System.nanoTime() < deadline && pause());
    return null;
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
