package io.switchyard.etl;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the text of the spec and parses it. No message repeats the text: it may hold passwords. */
final class SpecText {

  private static final String USAGE = "give --spec-file PATH or --spec-stdin";

  private SpecText() {}

  static String from(String[] args, InputStream stdin) throws IOException {
    if (args.length == 1 && args[0].equals("--spec-stdin")) {
      return new String(stdin.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (args.length == 2 && args[0].equals("--spec-file")) {
      return read(args[1]);
    }
    throw refusal(new Violation("arguments", "", "are not understood", USAGE));
  }

  private static String read(String file) throws IOException {
    try {
      return Files.readString(path(file));
    } catch (NoSuchFileException e) {
      throw refusal(new Violation("--spec-file", file, "does not exist", "check the path"));
    }
  }

  private static Path path(String file) {
    try {
      return file.startsWith("file:") ? Path.of(URI.create(file)) : Path.of(file);
    } catch (IllegalArgumentException e) {
      throw refusal(
          new Violation("--spec-file", file, "is not a path or file: URI", "use an absolute path"));
    }
  }

  static @Nullable Object tree(String json) {
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      return mapper.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw refusal(new Violation("", "", "the spec is not JSON" + where(e), "mend it there"));
    }
  }

  private static String where(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place = at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    String message = e.getOriginalMessage();
    return message.startsWith("Duplicate field") ? place + ": a key stands there twice" : place;
  }

  static InvalidInput refusal(Violation violation) {
    return new InvalidInput(List.of(violation));
  }
}
