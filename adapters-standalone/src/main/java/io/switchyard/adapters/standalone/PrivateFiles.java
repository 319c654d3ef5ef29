package io.switchyard.adapters.standalone;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only the owner may read, where the file system knows of owners. */
final class PrivateFiles {

  static final Charset UTF_8 = StandardCharsets.UTF_8;

  private PrivateFiles() {}

  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, "rwx------"));
  }

  /** A new file; fails if there is one. */
  static void create(Path file, byte[] content) throws IOException {
    Files.createFile(file, attributes(file, "rw-------"));
    Files.write(file, content);
  }

  /** The whole file or none of it is seen, and readable by nobody else at any moment. */
  static void put(Path file, byte[] content) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "draft", "", attributes(file, "rw-------"));
    Files.write(draft, content, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] attributes(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
