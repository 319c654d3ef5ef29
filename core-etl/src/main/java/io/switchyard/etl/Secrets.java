package io.switchyard.etl;

import io.switchyard.domain.job.etl.EtlSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secret values of a spec, taken out of whatever is printed or thrown. Databases like to quote
 * the URL or the options they were given when they refuse a connection.
 */
final class Secrets {

  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i).*(password|passwd|pwd|secret|token|credential|access.?key).*");
  private static final Pattern IN_URL =
      Pattern.compile("(?i)(?:password|passwd|pwd)=([^&;,\\s]+)|//[^/@:\\s]+:([^/@\\s]+)@");
  private static final String HIDDEN = "***";

  private final List<String> values;

  private Secrets(Set<String> values) {
    this.values = new ArrayList<>(values);
    this.values.sort(Comparator.comparingInt(String::length).reversed());
  }

  static Secrets of(EtlSpec spec) {
    Set<String> found = new TreeSet<>();
    Stream.concat(
            spec.sources().stream().map(source -> source.options()),
            spec.sinks().stream().map(sink -> sink.options()))
        .flatMap(options -> options.entrySet().stream())
        .forEach(option -> collect(option, found));
    return new Secrets(found);
  }

  private static void collect(Map.Entry<String, String> option, Set<String> found) {
    if (SECRET_KEY.matcher(option.getKey()).matches() && !option.getValue().isEmpty()) {
      found.add(option.getValue());
    }
    Matcher url = IN_URL.matcher(option.getValue());
    while (url.find()) {
      found.add(url.group(1) == null ? url.group(2) : url.group(1));
    }
  }

  /** {@code text} with each secret replaced by stars. */
  String hide(String text) {
    String result = text;
    for (String value : values) {
      result = result.replace(value, HIDDEN);
    }
    return result;
  }

  /**
   * {@code failure} itself if it tells no secret, else a copy that tells the same but for those.
   */
  Throwable hide(Throwable failure) {
    return tells(failure) ? copy(failure) : failure;
  }

  private boolean tells(@Nullable Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String shown = t.toString();
      if (!hide(shown).equals(shown) || Stream.of(t.getSuppressed()).anyMatch(this::tells)) {
        return true;
      }
    }
    return false;
  }

  private Throwable copy(Throwable failure) {
    Throwable cause = failure.getCause();
    Retold copy = new Retold(hide(failure.toString()), cause == null ? null : copy(cause));
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  /** A failure told again without its secrets; its message begins with the type of the first. */
  private static final class Retold extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Retold(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
