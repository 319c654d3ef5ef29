package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Packs {@link GuardedMain} and what it needs for the class path of a Spark process. */
final class GuardJar {

  private static final List<Class<?>> CLASSES = List.of(GuardedMain.class, ProcessRef.class);

  private GuardJar() {}

  /** Writes the jar at {@code file}; running processes keep the one they opened. */
  static void write(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(draft))) {
      for (Class<?> type : CLASSES) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytesOf(type, name));
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] bytesOf(Class<?> type, String name) throws IOException {
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("the class file " + name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }
}
