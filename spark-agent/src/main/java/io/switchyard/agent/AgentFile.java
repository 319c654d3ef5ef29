package io.switchyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The file {@value #NAME} in the exchange folder, which tells the platform where this driver is
 * reached. Readers see all of it or none, and only the owner may read it.
 */
final class AgentFile {

  static final String NAME = "agent.json";

  private final Path folder;

  AgentFile(Path folder) {
    this.folder = folder;
  }

  void write(Map<String, ?> content) throws IOException {
    Path draft = Files.createTempFile(folder, "agent", ".draft", ownerOnly());
    try {
      Files.writeString(draft, Json.write(content) + "\n");
      Files.move(
          draft,
          folder.resolve(NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  void remove() throws IOException {
    Files.deleteIfExists(folder.resolve(NAME));
  }

  private FileAttribute<?>[] ownerOnly() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
