package io.switchyard.domain.session;

import io.switchyard.domain.input.InvalidValue;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What clients must not read or set by the {@code Config} call of Spark Connect.
 *
 * @param secretKeys keys whose values nobody sees, as they are written
 * @param secretWords a key with such a word in it has a value that nobody sees
 * @param refused keys that may be neither read nor set; a {@code *} at the end stands for anything
 */
public record ConfigGuard(Set<String> secretKeys, Pattern secretWords, List<String> refused) {

  /** What is shown in the place of a secret, as Spark does. */
  public static final String REDACTED = "*********(redacted)";

  /** What Spark asks of whoever calls a server. */
  public static final String SERVER_TOKEN = "spark.connect.authenticate.token";

  /** Spark's own default of {@code spark.redaction.regex}. */
  public static final Pattern SPARK_WORDS =
      Pattern.compile("(?i)secret|password|token|access[.]?key");

  public ConfigGuard {
    secretKeys = Set.copyOf(secretKeys);
    refused = List.copyOf(refused);
    for (String entry : refused) {
      if (entry.isBlank() || entry.equals("*")) {
        throw InvalidValue.at("deny", entry, "would refuse every key", "name keys or prefixes");
      }
    }
  }

  /**
   * Spark's words and these.
   *
   * @throws InvalidValue if {@code more} is not a regular expression
   */
  public static Pattern words(String more) {
    try {
      return Pattern.compile(SPARK_WORDS.pattern() + "|" + more);
    } catch (PatternSyntaxException e) {
      throw InvalidValue.of(more, "is not a regular expression", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The value as a client may see it.
   *
   * @param serverToken is hidden wherever it stands; null if the server has none
   */
  public String shown(String key, String value, @Nullable String serverToken) {
    boolean secret =
        key.equals(SERVER_TOKEN)
            || secretKeys.contains(key)
            || secretWords.matcher(key).find()
            || (serverToken != null && value.contains(serverToken));
    return secret ? REDACTED : value;
  }

  /** Why the key is refused, for people; null if it is not. */
  public @Nullable String refusal(String key) {
    for (String entry : refused) {
      boolean prefix = entry.endsWith("*");
      if (prefix ? key.startsWith(entry.substring(0, entry.length() - 1)) : key.equals(entry)) {
        return "The key "
            + key
            + " may be neither read nor set through this gateway; its administrators keep it from"
            + " clients.";
      }
    }
    return null;
  }
}
