package io.switchyard.adapters.jdbi;

import io.switchyard.domain.input.InvalidValue;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the store is.
 *
 * @param url a JDBC URL of H2 or PostgreSQL, without a password in it. To an H2 URL the store adds
 *     the settings that its promises need (see {@link JdbiStore}), unless the URL has them
 * @param user the database user; H2 makes it with a new file
 * @param password its password; may be empty; never shown
 * @param maxConnections how many connections this process may hold, 1 to {@value #MOST_CONNECTIONS}
 */
public record StoreConfig(String url, String user, String password, int maxConnections) {

  /** Enough for a work loop and a busy API; PostgreSQL allows 100 in all by default. */
  public static final int DEFAULT_MAX_CONNECTIONS = 8;

  public static final int MOST_CONNECTIONS = 200;

  private static final Pattern SECRET_IN_URL =
      Pattern.compile("[?&;](?:password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  public StoreConfig {
    if (SECRET_IN_URL.matcher(url).find()) {
      // The value is not repeated: it holds the secret.
      throw InvalidValue.at("url", "", "has a password in it", "set it as password");
    }
    if (Vendor.of(url).isEmpty()) {
      throw InvalidValue.at(
          "url",
          url,
          "is not a JDBC URL of H2 or PostgreSQL",
          "use jdbc:h2:file:/path/to/store or jdbc:postgresql://host:5432/database");
    }
    if (user.isBlank()) {
      throw InvalidValue.at("user", user, "is blank", "name the database user");
    }
    if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
      throw InvalidValue.at(
          "max_connections", "" + maxConnections, "is outside 1 to " + MOST_CONNECTIONS, "");
    }
  }

  /** With {@value #DEFAULT_MAX_CONNECTIONS} connections. */
  public StoreConfig(String url, String user, String password) {
    this(url, user, password, DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * The embedded default: an H2 file that one process at a time can open, made if it is not there.
   *
   * @param file the path without H2's ending {@code .mv.db}
   */
  public static StoreConfig embedded(Path file) {
    String path = file.toAbsolutePath().toString();
    if (path.contains(";")) {
      throw InvalidValue.at("file", path, "has a semicolon in it", "H2 ends file names there");
    }
    return new StoreConfig("jdbc:h2:file:" + path, "switchyard", "");
  }

  @Override
  public String toString() {
    return "StoreConfig[url="
        + url
        + ", user="
        + user
        + ", password=***, maxConnections="
        + maxConnections
        + "]";
  }
}
