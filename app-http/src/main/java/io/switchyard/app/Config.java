package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;

import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.app.cluster.ClustersConfig;
import io.switchyard.app.grpc.GrpcConfig;
import io.switchyard.app.http.AuthConfig;
import io.switchyard.app.http.HttpConfig;
import io.switchyard.app.session.GatewaySettings;
import io.switchyard.app.tracing.TracingConfig;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.Region;
import io.switchyard.ports.job.Retention;
import io.switchyard.ports.placement.PlacementTerms;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, read once. Everything has a default, so that no file is needed.
 *
 * @param stateDir where we keep files; made absolute
 * @param backends in order of preference, at least one, ids unique
 * @param teams where each team runs
 */
public record Config(
    HttpConfig http,
    GrpcConfig grpc,
    AuthConfig auth,
    StoreConfig store,
    Path stateDir,
    SparkConfig spark,
    List<BackendConfig> backends,
    CoreEtlConfig coreEtl,
    ClustersConfig clusters,
    GatewaySettings gateway,
    LogsConfig logs,
    CallbacksConfig callbacks,
    WorkConfig work,
    Retention history,
    AdmissionConfig admission,
    TracingConfig tracing,
    TeamPlaces teams) {

  private static final String DEFAULT_STATE_DIR = ".switchyard";

  public Config {
    stateDir = stateDir.toAbsolutePath().normalize();
    backends = List.copyOf(backends);
    if (backends.isEmpty()) {
      throw InvalidValue.at("backends", "", "is empty", "list one, or leave it out");
    }
    if (backends.stream().map(BackendConfig::id).distinct().count() < backends.size()) {
      throw InvalidValue.at("backends", "", "names an id twice", "give each its own");
    }
    if (backends.stream().filter(backend -> backend.embedded() != null).count() > 1) {
      throw InvalidValue.at("backends", "", "has more than one embedded one", "keep one of them");
    }
    backends.forEach(backend -> requireKnownRegions(backend, clusters.regions()));
    teams.requireKnown(clusters.regions());
    auth.requireSafeOn("http.host", http.host());
    if (grpc.enabled()) {
      auth.requireSafeOn("grpc.host", grpc.host());
    }
    if (gateway.enabled()) {
      auth.requireSafeOn("gateway.host", gateway.host());
    }
  }

  /** A configuration that lets teams run anywhere. */
  public Config(
      HttpConfig http,
      GrpcConfig grpc,
      AuthConfig auth,
      StoreConfig store,
      Path stateDir,
      SparkConfig spark,
      List<BackendConfig> backends,
      CoreEtlConfig coreEtl,
      ClustersConfig clusters,
      GatewaySettings gateway,
      LogsConfig logs,
      CallbacksConfig callbacks,
      WorkConfig work,
      Retention history,
      AdmissionConfig admission,
      TracingConfig tracing) {
    this(
        http,
        grpc,
        auth,
        store,
        stateDir,
        spark,
        backends,
        coreEtl,
        clusters,
        gateway,
        logs,
        callbacks,
        work,
        history,
        admission,
        tracing,
        TeamPlaces.ANYWHERE);
  }

  /** What placement goes by. */
  PlacementTerms placement() {
    Map<BackendId, BackendTerms> terms = new HashMap<>();
    for (BackendConfig backend : backends) {
      terms.put(backend.id(), backend.serving().terms(terms.size()));
    }
    return new PlacementTerms(clusters.regions(), terms, teams.others(), teams.named());
  }

  private static void requireKnownRegions(BackendConfig backend, Set<Region> known) {
    for (Region region : backend.place().regions()) {
      if (!known.contains(region)) {
        throw InvalidValue.at(
            "backends",
            region.value(),
            "of backend " + backend.id() + " is not one of clusters.regions",
            "add it there, or mend the name");
      }
    }
  }

  /** What there is without file and environment. */
  public static Config defaults() {
    return read(Map.of());
  }

  /**
   * Reads a tree of maps, lists and scalars.
   *
   * @throws InvalidInput with every mistake in it
   */
  static Config read(@Nullable Object tree) {
    return InputObject.readRoot(
        tree,
        in -> {
          var http = in.optional("http", object(HttpConfig::read), HttpConfig.DEFAULT);
          var grpc = in.optional("grpc", object(GrpcConfig::read), GrpcConfig.DEFAULT);
          var auth = in.optional("auth", object(AuthConfig::read), AuthConfig.DEFAULT);
          var store =
              in.optional("store", object(StoreSettings::read), new StoreSettings.Written(null));
          var state = in.optional("state_dir", nonBlankText().then(Config::path));
          var spark = in.optional("spark", object(SparkConfig::read), SparkConfig.DEFAULT);
          var backends =
              in.optional(
                  "backends", listOf(object(BackendConfig::read)), List.of(BackendConfig.DEFAULT));
          var coreEtl = in.optional("core_etl", object(CoreEtlConfig::read), CoreEtlConfig.DEFAULT);
          var clusters =
              in.optional("clusters", object(ClustersConfig::read), ClustersConfig.DEFAULT);
          var gateway =
              in.optional("gateway", object(GatewaySettings::read), GatewaySettings.DEFAULT);
          var logs = in.optional("logs", object(LogsConfig::read), LogsConfig.DEFAULT);
          var callbacks =
              in.optional("callbacks", object(CallbacksConfig::read), CallbacksConfig.DEFAULT);
          var work = in.optional("work", object(WorkConfig::read), WorkConfig.DEFAULT);
          var history = in.optional("history", object(HistoryConfig::read), Retention.DEFAULT);
          var teams = in.optional("teams", TeamsConfig::read, TeamsConfig.Teams.ANY);
          var admission =
              in.optional("admission", object(AdmissionConfig::read), AdmissionConfig.DEFAULT);
          var tracing = in.optional("tracing", object(TracingConfig::read), TracingConfig.OFF);
          return in.build(
              () -> {
                Path stateDir = state.get().orElse(Path.of(DEFAULT_STATE_DIR));
                return new Config(
                    http.get(),
                    grpc.get(),
                    auth.get(),
                    store.get().in(stateDir),
                    stateDir,
                    spark.get(),
                    backends.get(),
                    coreEtl.get(),
                    clusters.get(),
                    gateway.get(),
                    logs.get(),
                    callbacks.get(),
                    work.get(),
                    history.get(),
                    admission.get().with(teams.get().quotas()),
                    tracing.get(),
                    teams.get().places());
              });
        });
  }

  static Path path(String written) {
    try {
      return Path.of(written);
    } catch (InvalidPathException e) {
      throw InvalidValue.of(written, "is not a path", "");
    }
  }
}
