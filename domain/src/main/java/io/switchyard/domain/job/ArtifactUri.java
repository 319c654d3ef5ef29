package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where a jar or script lies, as Spark fetches it. A plain absolute path means {@code file:}.
 *
 * @param value an absolute path or a URI with one of Spark's schemes
 */
public record ArtifactUri(String value) {

  private static final Set<String> SCHEMES =
      Set.of("file", "local", "http", "https", "hdfs", "s3a", "s3", "gs", "abfss", "wasbs");

  public ArtifactUri {
    URI uri = parse(value);
    if (value.startsWith("/")) {
      value = "file:" + value;
    } else if (uri.getScheme() == null) {
      throw InvalidValue.of(
          value,
          "is a relative path",
          "give an absolute path or a URI such as s3a://bucket/app.jar");
    } else if (!SCHEMES.contains(uri.getScheme())) {
      throw InvalidValue.of(
          value,
          "has the scheme " + uri.getScheme() + ", which Spark cannot fetch here",
          "use one of " + SCHEMES.stream().sorted().toList());
    } else if (uri.getSchemeSpecificPart().isBlank() || uri.getSchemeSpecificPart().equals("//")) {
      throw InvalidValue.of(value, "names no file", "");
    }
  }

  /** The value as a URI. */
  public URI uri() {
    return parse(value);
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw InvalidValue.of(value, "is not a path or URI", e.getReason());
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
