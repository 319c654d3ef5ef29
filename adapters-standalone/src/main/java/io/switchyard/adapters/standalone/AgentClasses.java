package io.switchyard.adapters.standalone;

import io.switchyard.agent.DriverMain;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The class files of the Spark agent, to go into the jars of drivers. */
final class AgentClasses {

  private static final String PACKAGE = DriverMain.class.getPackageName().replace('.', '/');

  private AgentClasses() {}

  /** Class files by their names in a jar, from wherever this application has the agent. */
  static Map<String, byte[]> all() throws IOException {
    Path source = source();
    if (Files.isDirectory(source)) {
      return in(source.resolve(PACKAGE));
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      return in(jar.getPath("/" + PACKAGE));
    }
  }

  private static Path source() throws IOException {
    URI location;
    try {
      location = DriverMain.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IOException("the Spark agent is at no usable place", e);
    }
    return Path.of(location);
  }

  private static Map<String, byte[]> in(Path folder) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          classes.put(PACKAGE + "/" + file.getFileName(), in.readAllBytes());
        }
      }
    }
    return classes;
  }
}
