package io.switchyard.benchmarks.chaos.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The claim that a real driver takes before it runs user code, as {@code spark-agent} takes it; a
 * test holds the two against each other.
 */
final class ClaimFile {

  private static final String FILE = "claimed";

  private ClaimFile() {}

  /** Why {@code driver} must not run; empty if the execution is its own now. */
  static String refusal(Path folder, String driver) {
    Path file = folder.resolve(FILE);
    try {
      Files.writeString(file, driver, StandardOpenOption.CREATE_NEW);
      return "";
    } catch (FileAlreadyExistsException e) {
      return "the execution belongs to " + owner(file);
    } catch (NoSuchFileException e) {
      return "the execution is over, its folder " + folder + " is gone";
    } catch (IOException e) {
      throw new IllegalStateException("the disk fails, so nothing can be told", e);
    }
  }

  private static String owner(Path file) {
    try {
      return "driver " + Files.readString(file);
    } catch (IOException e) {
      return "another driver";
    }
  }
}
