package io.switchyard.domain.cluster;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a team asked for, valid in itself.
 *
 * @param user who asked, as the credential says
 * @param requesterEmail whom to tell; null if nobody was named
 * @param name tells it from other clusters of the team in the same environment and region; null for
 *     the one that has no name
 * @param shape how big it shall be at first
 * @param catalogs names of configured catalogs, the first being the default one; may be empty
 * @param ttl how long it shall live
 * @param preferredBackend the kind of backend to try first; null for the configured order
 * @param sparkVersion a release or a line; null for the platform's default line
 * @param settings Spark configuration on top; no environment variables
 * @param idempotencyKey names this request within the team; null when none was given
 */
public record ClusterRequest(
    Team team,
    String user,
    @Nullable String requesterEmail,
    @Nullable ClusterName name,
    Environment environment,
    Region region,
    ClusterShape shape,
    List<String> catalogs,
    Ttl ttl,
    @Nullable BackendKind preferredBackend,
    @Nullable SparkVersion sparkVersion,
    SparkSettings settings,
    @Nullable String idempotencyKey) {

  private static final int MAX_CATALOGS = 32;
  private static final Pattern CATALOG = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,189}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  public ClusterRequest {
    catalogs = List.copyOf(catalogs);
    if (user.isBlank()) {
      throw InvalidValue.at("user", user, "is blank", "leave it out");
    }
    if (requesterEmail != null && !EMAIL.matcher(requesterEmail).matches()) {
      throw InvalidValue.at(
          "requester_email",
          requesterEmail,
          "is not a mail address",
          "write it like ann@example.com");
    }
    if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
      throw InvalidValue.at(
          "idempotency_key",
          idempotencyKey,
          "is not an idempotency key",
          "use 1 to 255 visible ASCII characters");
    }
    check(catalogs);
    if (!settings.env().isEmpty()) {
      throw new IllegalArgumentException("environment variables are not for clusters");
    }
  }

  private static void check(List<String> catalogs) {
    if (catalogs.size() > MAX_CATALOGS) {
      throw InvalidValue.at(
          "catalogs",
          "" + catalogs.size(),
          "has more than " + MAX_CATALOGS + " entries",
          "name fewer");
    }
    for (String catalog : catalogs) {
      if (!CATALOG.matcher(catalog).matches()) {
        throw InvalidValue.at(
            "catalogs", catalog, "is not a catalog name", "use letters, digits and underscores");
      }
    }
    if (new HashSet<>(catalogs).size() != catalogs.size()) {
      throw InvalidValue.at(
          "catalogs", String.join(", ", catalogs), "has an entry twice", "name it once");
    }
  }
}
