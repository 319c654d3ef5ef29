package io.switchyard.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;

/**
 * The right to run an execution, taken at most once by creating the file {@value #FILE} in the
 * execution's exchange folder.
 *
 * <p>A Spark master starts a driver for every request that reaches it, and a request whose answer
 * was lost may reach it late, after it was sent again. Then two drivers start; the file lets only
 * one of them run the user's code, and names it, so that the platform follows that one. The
 * platform creates the file itself to settle that no driver shall run any more.
 */
final class Claim {

  static final String FILE = "claimed";

  /** This driver must not run. */
  static final class Refused extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final Path folder;

  Claim(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes the execution for the driver {@code me}, the name of its working folder.
   *
   * @return a warning if it could not be settled who runs; then this driver does
   * @throws Refused if another driver has the execution, or the platform is done with it
   */
  Optional<String> take(String me) {
    Path file = folder.resolve(FILE);
    try {
      Files.writeString(file, me, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      return Optional.empty();
    } catch (FileAlreadyExistsException e) {
      throw new Refused("the execution belongs to " + owner(file));
    } catch (NoSuchFileException e) {
      // This class was loaded from a jar in that folder: it was here, and the platform removed it.
      throw new Refused("the execution is over, its folder " + folder + " is gone");
    } catch (IOException e) {
      return Optional.of("the execution could not be claimed in " + folder + ": " + e);
    }
  }

  private static String owner(Path file) {
    try {
      return "driver " + Files.readString(file);
    } catch (IOException e) {
      return "another driver";
    }
  }

  /** The settings in a file of the folder; none if there is no such file. */
  Properties settings(String name) throws IOException {
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      settings.load(in);
    } catch (NoSuchFileException e) {
      // Nothing had to be kept off the command line.
    }
    return settings;
  }
}
