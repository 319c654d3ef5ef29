package io.switchyard.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder where everything that must survive a restart is kept. */
final class StateFolder {

  private static final long LEAST_FREE_MB = 64;

  private StateFolder() {}

  /**
   * Makes the folder if it is not there.
   *
   * @throws StartRefused if it cannot be written, or its disk is as good as full
   */
  static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, "probe", ".tmp");
      Files.write(probe, new byte[4096]);
      Files.delete(probe);
      long freeMb = Files.getFileStore(folder).getUsableSpace() / (1024 * 1024);
      if (freeMb < LEAST_FREE_MB) {
        throw refused(folder, "has only " + freeMb + " MB of disk left");
      }
    } catch (IOException e) {
      throw refused(folder, "cannot be written (" + reason(e) + ")");
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage() == null ? "" : ": " + e.getMessage();
    return e.getClass().getSimpleName() + message;
  }

  private static StartRefused refused(Path folder, String why) {
    return new StartRefused(
        "The state folder "
            + folder
            + " "
            + why
            + "; make room or name another folder with state_dir or SWITCHYARD_STATE_DIR.");
  }
}
