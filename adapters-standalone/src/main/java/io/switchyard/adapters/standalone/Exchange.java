package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which the platform and drivers exchange files, with one sub-folder for each
 * execution.
 *
 * <p>What may hold secrets does not stay: everything but the claim is removed when the execution is
 * seen to have ended. Of jobs it is also removed by {@link #sweepNowAndThen} a day after it was
 * written, when any driver has long read it; servers read theirs as long as they live. The claim,
 * an empty name tag, stays 30 days: it settles for good which driver ran.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  static final Duration KEEP_FILES = Duration.ofDays(1);
  static final Duration KEEP_CLAIMS = Duration.ofDays(30);

  private static final String CLAIM = "claimed";
  private static final String NOBODY = "nobody";
  private static final String UI = "ui";
  private static final int MAX_URI = 2048;

  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  private final Path root;
  private final boolean filesAge;
  private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

  private Exchange(Path root, boolean filesAge) {
    this.root = root;
    this.filesAge = filesAge;
  }

  static Exchange ofJobs(Path root) {
    return new Exchange(root, true);
  }

  static Exchange ofServers(Path root) {
    return new Exchange(root, false);
  }

  Path root() {
    return root;
  }

  ExecutionFolder of(ExecutionId id) {
    return new ExecutionFolder(id, root.resolve(id.value()));
  }

  /** The driver that runs or ran the execution, if it has said so. */
  Optional<String> claimedBy(ExecutionId id) {
    try {
      String said = Files.readString(of(id).path().resolve(CLAIM)).strip();
      return Optional.of(said).filter(DriverRef::isDriver);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Where the driver of an execution can be watched, if it has said so. */
  Optional<URI> ui(ExecutionId id) {
    try (InputStream file = Files.newInputStream(of(id).path().resolve(UI))) {
      URI said = URI.create(new String(file.readNBytes(MAX_URI + 1), PrivateFiles.UTF_8));
      boolean web = Set.of("http", "https").contains(String.valueOf(said.getScheme()));
      // The user's code can write there, too, and people will click on it.
      return Optional.of(said)
          .filter(u -> web && u.getHost() != null && u.toString().length() <= MAX_URI);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Settles that no driver runs the execution any more.
   *
   * @return false if one has begun to
   */
  boolean revoke(ExecutionId id) {
    Path folder = of(id).path();
    try {
      Files.createDirectories(folder);
      PrivateFiles.create(folder.resolve(CLAIM), NOBODY.getBytes(PrivateFiles.UTF_8));
      return true;
    } catch (FileAlreadyExistsException e) {
      return claimIs(folder, NOBODY);
    } catch (IOException e) {
      throw failure("the execution " + id + " cannot be settled in " + folder, e);
    }
  }

  /** Whether it is settled that no driver runs the execution. */
  boolean revoked(ExecutionId id) {
    return claimIs(of(id).path(), NOBODY);
  }

  /**
   * Settles that no other driver than {@code driver} runs the execution any more, so that its end
   * is the end.
   *
   * @return false if another has begun to
   */
  boolean settle(ExecutionId id, String driver) {
    return claimedBy(id).isPresent() || !revoke(id)
        // One that died while it wrote its name has named nobody.
        ? claimedBy(id).map(driver::equals).orElse(true)
        : true;
  }

  private static boolean claimIs(Path folder, String who) {
    try {
      return Files.readString(folder.resolve(CLAIM)).equals(who);
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes everything but the claim. */
  void removeFiles(ExecutionId id) {
    removeFiles(of(id).path());
  }

  private static void removeFiles(Path folder) {
    try {
      for (Path file : deepestFirst(folder)) {
        if (!file.equals(folder) && !file.equals(folder.resolve(CLAIM))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("folder", folder)
          .addKeyValue("error", e)
          .log("files of an execution could not be removed");
    }
  }

  /** Removes what is too old at {@code now}, at most once an hour. */
  void sweepNowAndThen(Instant now) {
    Instant due = nextSweep.get();
    if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(SWEEP_EVERY))) {
      sweep(now);
    }
  }

  private void sweep(Instant now) {
    try {
      for (Path folder : list(root)) {
        if (Files.isDirectory(folder)) {
          sweep(folder, now);
        }
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("folder", root).addKeyValue("error", e).log("sweep was cut short");
    }
  }

  private void sweep(Path folder, Instant now) throws IOException {
    Instant newest = Instant.EPOCH;
    for (Path file : list(folder)) {
      FileTime changed = Files.getLastModifiedTime(file);
      newest = changed.toInstant().isAfter(newest) ? changed.toInstant() : newest;
    }
    // With an agent in it, a driver reads its files for as long as it lives.
    boolean read = Files.exists(folder.resolve(ServerFolder.AGENT_FILE));
    if (filesAge && !read && newest.isBefore(now.minus(KEEP_FILES))) {
      removeFiles(folder);
    }
    boolean ended = List.of(folder.resolve(CLAIM)).containsAll(list(folder));
    if (ended && newest.isBefore(now.minus(KEEP_CLAIMS))) {
      Files.deleteIfExists(folder.resolve(CLAIM));
      Files.deleteIfExists(folder);
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  static TargetFailure failure(String what, IOException cause) {
    return TargetFailure.withoutEffect(
        Kind.BROKEN,
        what + ": " + cause + "; check that the disk has room and may be written",
        cause);
  }
}
