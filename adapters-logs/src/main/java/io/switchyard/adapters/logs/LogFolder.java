package io.switchyard.adapters.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files of one log. A file is written beside and renamed, so it is whole or not there; the file
 * {@value #INDEX}, written last, names the pieces that make up the log.
 */
final class LogFolder {

  private static final String INDEX = "complete";
  private static final String UNFINISHED = ".tmp";

  private final Path path;

  LogFolder(Path path) {
    this.path = path;
  }

  static void make(Path folder) throws IOException {
    // Logs may hold what their readers must be allowed to see.
    FileAttribute<?>[] ours =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, ours);
  }

  /** The pieces of a complete log in order; empty if it is not complete. */
  Optional<List<Piece>> index() throws IOException {
    try {
      List<Piece> pieces = new ArrayList<>();
      for (String name : Files.readAllLines(path.resolve(INDEX))) {
        pieces.add(
            Piece.named(name).orElseThrow(() -> new IOException("not a piece of a log: " + name)));
      }
      return Optional.of(pieces);
    } catch (NoSuchFileException incomplete) {
      return Optional.empty();
    }
  }

  /** The pieces that are there, in order. */
  List<Piece> pieces() throws IOException {
    return names().stream()
        .flatMap(name -> Piece.named(name).stream())
        .sorted(Piece.ORDER)
        .toList();
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    return names;
  }

  void write(Piece piece, byte[] bytes, int from) throws IOException {
    var packed = new ByteArrayOutputStream(piece.length() / 4 + 64);
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes, from, piece.length());
    }
    make(path);
    place(piece.name(), packed.toByteArray());
  }

  /** Makes the log complete with these pieces, durably. */
  void complete(Collection<Piece> pieces) throws IOException {
    make(path);
    sync(path);
    place(
        INDEX,
        String.join("\n", pieces.stream().map(Piece::name).toList())
            .getBytes(StandardCharsets.US_ASCII));
    for (String name : names()) {
      if (name.endsWith(UNFINISHED)) {
        Files.deleteIfExists(path.resolve(name));
      }
    }
    sync(path);
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  private void place(String name, byte[] content) throws IOException {
    Path beside = Files.createTempFile(path, name, UNFINISHED);
    try {
      try (FileChannel file = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          file.write(left);
        }
        file.force(true);
      }
      Files.move(beside, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException cleared) {
      // Whoever completed the log has cleared away what was not finished.
      if (index().isEmpty()) {
        throw cleared;
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
  }

  /** What is in a piece, checked. */
  byte[] read(Piece piece) throws IOException {
    try (InputStream file = Files.newInputStream(path.resolve(piece.name()));
        InputStream gzip = new GZIPInputStream(file)) {
      byte[] bytes = gzip.readNBytes(piece.length() + 1);
      if (bytes.length != piece.length()) {
        throw new IOException(piece.name() + " does not hold " + piece.length() + " bytes");
      }
      return bytes;
    }
  }

  /** Deletes from the end, so that what is left if this is cut short is the begin of the log. */
  void delete() throws IOException {
    Files.deleteIfExists(path.resolve(INDEX));
    List<Piece> pieces = pieces();
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Files.deleteIfExists(path.resolve(pieces.get(i).name()));
    }
    for (String name : names()) {
      Files.deleteIfExists(path.resolve(name));
    }
    Files.deleteIfExists(path);
  }
}
