package io.switchyard.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import scala.Option;

/**
 * Tells the platform where the Spark UI of this driver is, by the file {@value #FILE} in the
 * execution's exchange folder. A driver that has no UI writes none.
 */
final class UiAddress {

  static final String FILE = "ui";

  /** Listeners hear of an application a moment before Spark hands out its context. */
  private static final int LOOKS = 600;

  private static final long PAUSE_MS = 100;

  private final Path folder;
  private final Supplier<Optional<String>> spark;

  /**
   * @param spark the address; empty while there is no context, an empty text if it has no UI
   */
  UiAddress(Path folder, Supplier<Optional<String>> spark) {
    this.folder = folder;
    this.spark = spark;
  }

  /** Looks for the address in the background and tells it; the driver neither waits nor fails. */
  static void tellOf(String folder) {
    if (!folder.isEmpty()) {
      UiAddress address = new UiAddress(Path.of(folder), UiAddress::ofContext);
      Thread thread = new Thread(address::tell, "switchyard-ui");
      thread.setDaemon(true);
      thread.start();
    }
  }

  void tell() {
    try {
      Optional<String> found = spark.get();
      for (int i = 1; found.isEmpty() && i < LOOKS && pause(); i++) {
        found = spark.get();
      }
      if (found.isPresent() && !found.get().isEmpty()) {
        write(found.get());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      Report.say(System.err, "warning the address of the Spark UI could not be told: " + e);
    }
  }

  /** The whole file is seen, or none. */
  private void write(String address) throws IOException {
    Path draft = Files.createTempFile(folder, "draft", "");
    Files.write(draft, address.getBytes(StandardCharsets.UTF_8));
    Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<String> ofContext() {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    if (active.isEmpty()) {
      return Optional.empty();
    }
    Option<String> url = active.get().uiWebUrl();
    return Optional.of(url.isEmpty() ? "" : url.get());
  }

  private static boolean pause() {
    try {
      return !new CountDownLatch(1).await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
