package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.domain.input.InputObject;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the part of the configuration that is the store's. */
final class StoreSettings {

  private static final String DEFAULT_USER = "switchyard";

  private StoreSettings() {}

  /**
   * What was written, until it is known where the state is.
   *
   * @param config null for a file of our own
   */
  record Written(@Nullable StoreConfig config) {

    /** The store to open, for an application with that state folder. */
    StoreConfig in(Path stateDir) {
      return config == null ? StoreConfig.embedded(stateDir.resolve("store")) : config;
    }
  }

  /** Reads url, user, password_file and max_connections; all or all but url may be left out. */
  static Written read(InputObject in) {
    var url = in.optional("url", nonBlankText());
    var user = in.optional("user", nonBlankText(), DEFAULT_USER);
    var password = in.optional("password_file", nonBlankText().then(SecretFile::read), "");
    var most =
        in.optional(
            "max_connections",
            integer(1, StoreConfig.MOST_CONNECTIONS),
            StoreConfig.DEFAULT_MAX_CONNECTIONS);
    for (String key : new String[] {"user", "password_file", "max_connections"}) {
      if (in.has(key) && !in.has("url")) {
        in.refuse(key, "", "is only for a store of your own", "give url, too, or leave it out");
      }
    }
    return in.build(
        () ->
            new Written(
                url.get()
                    .map(u -> new StoreConfig(u, user.get(), password.get(), most.get()))
                    .orElse(null)));
  }
}
