package io.switchyard.app.http;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Role;
import io.switchyard.domain.team.Team;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has which token. Only digests are kept in memory.
 *
 * <pre>
 * tokens:
 *   - token_sha256: 5e88…   # or token: …, at least 16 characters
 *     user: anna@example.com
 *     teams: [data-infra]
 *     role: member          # viewer, member or admin; member if left out
 *     environments: [dev]   # where the user may run things on clusters; all if left out
 *     expires_at: 2027-01-31T00:00:00Z   # from when on it is nobody's; never if left out
 * </pre>
 */
final class TokenFile {

  private static final int MIN_TOKEN = 16;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private record Entry(byte[] sha256, Caller caller, Instant expiresAt) {}

  private final List<Entry> entries;

  private TokenFile(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads a token file.
   *
   * @throws InvalidInput if it is wrong; no token is part of the message
   * @throws IOException if it cannot be read
   */
  static TokenFile read(Path file) throws IOException {
    try {
      return of(YAML.readValue(Files.readAllBytes(file), Object.class));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where = at == null ? "" : " at line " + at.getLineNr();
      throw new InvalidInput(List.of(new Violation("tokens", "", "is not YAML" + where, "")));
    }
  }

  private static TokenFile of(@Nullable Object tree) {
    return InputObject.readRoot(
        tree,
        in -> {
          var tokens = in.required("tokens", listOf(object(TokenFile::entry)));
          return in.build(() -> new TokenFile(unique(tokens.get())));
        });
  }

  private static Entry entry(InputObject in) {
    var token = in.optional("token", text().then(TokenFile::digestOf));
    var digest = in.optional("token_sha256", text().then(TokenFile::digest));
    var user = in.required("user", nonBlankText());
    var teams = in.optional("teams", listOf(text().then(Team::new)), List.of());
    var role = in.optional("role", lowerCaseEnum(Role.class), Role.MEMBER);
    var environments =
        in.optional(
            "environments",
            listOf(Environment.reader()),
            List.copyOf(EnumSet.allOf(Environment.class)));
    var expires = in.optional("expires_at", text().then(TokenFile::instant), Instant.MAX);
    if (in.has("token") == in.has("token_sha256")) {
      in.refuse("", "", "needs one credential", "give exactly one of token, token_sha256");
    }
    return in.build(
        () ->
            new Entry(
                token.get().or(digest).orElseThrow(),
                new Caller(
                    user.get(),
                    Set.copyOf(teams.get()),
                    role.get(),
                    Set.copyOf(environments.get())),
                expires.get()));
  }

  private static List<Entry> unique(List<Entry> entries) {
    Set<String> seen = new HashSet<>();
    for (Entry entry : entries) {
      if (!seen.add(HexFormat.of().formatHex(entry.sha256()))) {
        throw InvalidValue.at(
            "tokens",
            "",
            "gives the token of " + entry.caller().user() + " twice",
            "give every user a token of its own");
      }
    }
    return entries;
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw InvalidValue.of("", "is not a time with its offset", "write 2027-01-31T00:00:00Z");
    }
  }

  private static byte[] digestOf(String token) {
    if (token.length() < MIN_TOKEN) {
      throw InvalidValue.of(
          "", "is shorter than " + MIN_TOKEN + " characters", "use a long random one");
    }
    return sha256(token);
  }

  private static byte[] digest(String hex) {
    String lower = hex.toLowerCase(Locale.ROOT);
    if (!lower.matches("[0-9a-f]{64}")) {
      throw InvalidValue.of("", "is not a SHA-256 in 64 hexadecimal digits", "");
    }
    return HexFormat.of().parseHex(lower);
  }

  /** Whose token it is then; null if nobody's. Takes as long for any token. */
  @Nullable Caller find(String token, Instant now) {
    byte[] presented = sha256(token);
    Caller found = null;
    for (Entry entry : entries) {
      // No early end: the time must not tell how much of which token was right.
      if (MessageDigest.isEqual(entry.sha256(), presented)) {
        found = now.isBefore(entry.expiresAt()) ? entry.caller() : null;
      }
    }
    return found;
  }

  int size() {
    return entries.size();
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
