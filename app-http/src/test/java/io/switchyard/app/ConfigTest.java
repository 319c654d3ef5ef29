package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.adapters.standalone.StandaloneConfig;
import io.switchyard.app.cluster.ClustersConfig;
import io.switchyard.app.grpc.GrpcConfig;
import io.switchyard.app.http.AuthConfig;
import io.switchyard.app.http.HttpConfig;
import io.switchyard.app.session.GatewaySettings;
import io.switchyard.app.tracing.TracingConfig;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.job.Cadence;
import io.switchyard.ports.job.CallbackTerms;
import io.switchyard.ports.job.Retention;
import io.switchyard.ports.placement.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigTest {

  @TempDir private Path folder;

  private Config load(String yaml, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("switchyard.yaml");
    Files.writeString(file, yaml);
    return ConfigSources.load(file, environment, null);
  }

  @Test
  void the_example_in_the_reference_is_a_configuration() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    int begin = page.indexOf("```yaml") + "```yaml".length();
    Path password = Files.writeString(folder.resolve("password"), "one of 16 letters");
    String example =
        page.substring(begin, page.indexOf("```", begin))
            .replaceAll(
                "/etc/switchyard/[a-z-]+(password|secret|token)[a-z-]*", password.toString());

    Config config = load(example, Map.of());

    assertThat(config.backends()).hasSize(4);
    assertThat(config.work()).isEqualTo(WorkConfig.DEFAULT);
    assertThat(config.history()).isEqualTo(Retention.DEFAULT);
    assertThat(config.admission().launchWindow()).isEqualTo(AdmissionConfig.DEFAULT.launchWindow());
    assertThat(config.admission().teams().of(new Team("feateng")).weight()).isEqualTo(3);
    assertThat(config.logs().captureFor()).isEqualTo(LogsConfig.DEFAULT.captureFor());
    assertThat(config.callbacks().terms()).isEqualTo(CallbackTerms.DEFAULT);
    assertThat(config.clusters().firstReady()).isEqualTo(ClustersConfig.DEFAULT.firstReady());
    assertThat(config.clusters().catalogs()).containsOnlyKeys("lake", "local", "erp", "uc");
    assertThat(config.auth().mode()).isEqualTo(AuthConfig.Mode.TOKENS);
  }

  @Test
  void nothing_needs_to_be_configured() {
    Config config = ConfigSources.load(null, Map.of(), null);

    Path state = Path.of(".switchyard").toAbsolutePath();
    assertThat(config)
        .isEqualTo(
            new Config(
                new HttpConfig("127.0.0.1", 8080, null),
                new GrpcConfig("127.0.0.1", 50_051, true),
                new AuthConfig(AuthConfig.Mode.DEV, null),
                StoreConfig.embedded(state.resolve("store")),
                state,
                new SparkConfig(List.of(), null, null, Map.of()),
                List.of(
                    new BackendConfig(
                        new BackendId("local"),
                        Place.anywhere(BackendKind.STANDALONE),
                        new BackendConfig.Embedded(null, null),
                        List.of())),
                new CoreEtlConfig(Map.of(), null),
                ClustersConfig.DEFAULT,
                GatewaySettings.DEFAULT,
                new LogsConfig(null, new Memory(64), Duration.ofHours(1)),
                CallbacksConfig.DEFAULT,
                new WorkConfig(2, Duration.ofMillis(250), Cadence.DEFAULT),
                new Retention(Duration.ofDays(30), Duration.ofDays(90), 500),
                new AdmissionConfig(TeamQuotas.NONE, 20),
                TracingConfig.OFF));
    assertThat(Config.defaults()).isEqualTo(config);
  }

  @Test
  void everything_can_be_configured() throws IOException {
    Path secret = Files.writeString(folder.resolve("password"), "hunter2\n");
    Config config =
        load(
            """
            http: {host: 0.0.0.0, port: 9090, public_url: https://switchyard.example.com}
            grpc: {host: 0.0.0.0, port: 9091, enabled: false}
            auth: {mode: tokens, token_file: /etc/switchyard/tokens.yaml}
            store:
              url: jdbc:postgresql://db:5432/switchyard
              user: sw
              password_file: %s
              max_connections: 20
            state_dir: /var/lib/switchyard
            spark:
              default_version: "4.0"
              versions: ["4.1.2", "4.0.1"]
              home: /opt/spark
              java_home: /opt/jdk
              pythons: {"4.1": /usr/bin/python3}
            backends:
              - {id: local, kind: standalone, embedded: {cores: 8, memory: 8g}}
              - id: shared
                kind: standalone
                regions: [eu-west-1]
                environments: [staging, prod]
                masters:
                  - spark_version: "3.5.7"
                    master_url: spark://m:7077
                    rest_url: http://m:6066
                    ui_url: http://m:8080
                    workers: 3
                    cores: 16
                    memory: 64g
            core_etl:
              bundled_jar: /jars/etl.jar
              versions:
                2.7.0: {jar: s3://builds/2.7.0.jar, main_class: com.acme.Etl}
            logs: {folder: /logs, max_stream: 5m, capture_for: 2h}
            work: {threads: 1, idle: 1s, poll: 2s, retry: 3s, lease: 1m, launch: 2m, batch: 7}
            history: {events: 7d, jobs: 48h, batch: 9}
            teams:
              feateng: {max_running_jobs: 10, max_queued_jobs: 500, max_cores: 200, max_memory: 800g, weight: 3}
              ml: {max_queued_jobs: unlimited}
              default: {max_queued_jobs: 99, max_cores: 40}
            admission: {launch_window: 5}
            """
                .formatted(secret),
            Map.of());

    assertThat(config)
        .isEqualTo(
            new Config(
                new HttpConfig("0.0.0.0", 9090, "https://switchyard.example.com"),
                new GrpcConfig("0.0.0.0", 9091, false),
                new AuthConfig(AuthConfig.Mode.TOKENS, Path.of("/etc/switchyard/tokens.yaml")),
                new StoreConfig("jdbc:postgresql://db:5432/switchyard", "sw", "hunter2", 20),
                Path.of("/var/lib/switchyard"),
                new SparkConfig(
                    List.of(new SparkVersion("4.0.1"), new SparkVersion("4.1.2")),
                    Path.of("/opt/spark"),
                    Path.of("/opt/jdk"),
                    Map.of(new SparkVersion("4.1"), "/usr/bin/python3")),
                List.of(
                    new BackendConfig(
                        new BackendId("local"),
                        Place.anywhere(BackendKind.STANDALONE),
                        new BackendConfig.Embedded(8, Memory.ofGibibytes(8)),
                        List.of()),
                    new BackendConfig(
                        new BackendId("shared"),
                        new Place(
                            BackendKind.STANDALONE,
                            Set.of(new Region("eu-west-1")),
                            Set.of(Environment.STAGING, Environment.PROD)),
                        null,
                        List.of(
                            new BackendConfig.MasterConfig(
                                new SparkVersion("3.5.7"),
                                "spark://m:7077",
                                URI.create("http://m:6066"),
                                URI.create("http://m:8080"),
                                3,
                                16,
                                Memory.ofGibibytes(64))))),
                new CoreEtlConfig(
                    Map.of(
                        "2.7.0",
                        new CoreEtlConfig.Release(
                            new ArtifactUri("s3://builds/2.7.0.jar"), "com.acme.Etl")),
                    new ArtifactUri("/jars/etl.jar")),
                ClustersConfig.DEFAULT,
                GatewaySettings.DEFAULT,
                new LogsConfig(Path.of("/logs"), new Memory(5), Duration.ofHours(2)),
                CallbacksConfig.DEFAULT,
                new WorkConfig(
                    1,
                    Duration.ofSeconds(1),
                    new Cadence(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        7)),
                new Retention(Duration.ofDays(7), Duration.ofDays(2), 9),
                new AdmissionConfig(
                    new TeamQuotas(
                        new TeamLimits(null, 99, 40, null, 1),
                        Map.of(
                            new Team("feateng"),
                            new TeamLimits(10, 500, 200, 800L * 1024, 3),
                            new Team("ml"),
                            new TeamLimits(null, null, 40, null, 1))),
                    5),
                TracingConfig.OFF));
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void the_standalone_adapter_is_told_what_was_configured() throws IOException {
    Config config =
        load(
            """
            state_dir: /var/lib/switchyard
            spark: {versions: ["4.0.1"]}
            backends: [{id: local, kind: standalone, embedded: {cores: 6, memory: 3g}}]
            core_etl: {versions: {2.7.0: {jar: /jars/2.7.0.jar}}}
            """,
            Map.of());

    StandaloneConfig told = new StandaloneConfigs(config, null).of(config.backends().get(0));

    var embedded = (StandaloneConfig.Embedded) told.clusters();
    assertThat(told.id()).isEqualTo(new BackendId("local"));
    assertThat(told.exchange()).isEqualTo(Path.of("/var/lib/switchyard/exchange/local"));
    assertThat(embedded.config().stateFolder()).isEqualTo(Path.of("/var/lib/switchyard/spark"));
    assertThat(embedded.config().versions()).containsExactly("4.0.1");
    assertThat(embedded.config().size().cores()).isEqualTo(6);
    assertThat(embedded.config().size().memoryMb()).isEqualTo(3072);
    assertThat(told.coreEtl().releases())
        .hasEntrySatisfying(
            "2.7.0",
            release -> assertThat(release.mainClass()).isEqualTo("io.switchyard.etl.Main"));
  }

  @Test
  void the_environment_goes_before_the_file_and_the_command_line_before_both() throws IOException {
    Map<String, String> environment =
        Map.of(
            "SWITCHYARD_HTTP_PORT", "9999",
            "SWITCHYARD_GRPC_PORT", "9998",
            "SWITCHYARD_STATE_DIR", "/tmp/elsewhere",
            "SWITCHYARD_LOG_FORMAT", "json",
            // What a container platform sets for a service of that name.
            "SWITCHYARD_PORT_8080_TCP", "tcp://10.0.0.1:8080",
            "SWITCHYARD_SERVICE_HOST", "10.0.0.1",
            "SWITCHYARD_PORT", "tcp://10.0.0.1:8080");
    String yaml = "http: {port: 1, public_url: 'http://x'}\nstate_dir: /file";

    Config config = load(yaml, environment);

    assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 9999, "http://x"));
    assertThat(config.grpc().port()).isEqualTo(9998);
    assertThat(config.stateDir()).isEqualTo(Path.of("/tmp/elsewhere"));
    assertThat(ConfigSources.load(null, environment, 7).http().port()).isEqualTo(7);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments("htp: {}", Map.of(), "htp: is not a known field; did you mean http?"),
        arguments(
            "http: {ports: 1}", Map.of(), "http.ports: is not a known field; did you mean port?"),
        arguments("http: {port: 70000}", Map.of(), "http.port: \"70000\" is outside 0 to 65535"),
        arguments("http: {port: '1'}", Map.of(), "http.port: \"1\" is a string"),
        arguments("a: [", Map.of(), "is not YAML at line 1"),
        arguments("a: 1\na: 2", Map.of(), "is not YAML at line 2"),
        arguments("- 1", Map.of(), "is not a list of keys and values"),
        arguments(
            "auth: {mode: tokens}", Map.of(), "auth.token_file: is required with mode tokens"),
        arguments("store: {user: x}", Map.of(), "store.user: is only for a store of your own"),
        arguments(
            "store: {url: 'jdbc:mysql://x'}", Map.of(), "store.url: \"jdbc:mysql://x\" is not"),
        arguments(
            "store: {url: 'jdbc:h2:mem:x', password_file: /no/such}",
            Map.of(),
            "store.password_file: \"/no/such\" cannot be read"),
        arguments("work: {idle: 5}", Map.of(), "work.idle: \"5\" is a number, not a string"),
        arguments("work: {idle: 5 s}", Map.of(), "work.idle: \"5 s\" is not a duration"),
        arguments(
            "work: {lease: 1m, launch: 1m}",
            Map.of(),
            "work.launch: \"1m\" is not longer than lease"),
        arguments(
            "teams: {ml: {max_core: 1}}",
            Map.of(),
            "teams.ml.max_core: is not a known field; did you mean max_cores?"),
        arguments(
            "teams: {ml: {max_cores: 0}}", Map.of(), "teams.ml.max_cores: \"0\" is outside 1"),
        arguments("teams: {ml: {weight: 0}}", Map.of(), "teams.ml.weight: \"0\" is outside 1"),
        arguments(
            "teams: {ml: {max_memory: 8}}", Map.of(), "teams.ml.max_memory: \"8\" is a number"),
        arguments("teams: {ml: 5}", Map.of(), "teams.ml: \"5\" is a number, not an object"),
        arguments("teams: {M L: {}}", Map.of(), "teams: \"M L\" is not a team name"),
        arguments("teams: [ml]", Map.of(), "teams: is not an object"),
        arguments("admission: {launch_window: 0}", Map.of(), "launch_window: \"0\" is outside 1"),
        arguments("history: {jobs: 5s}", Map.of(), "history.jobs: \"5s\" is outside 1m to 3650d"),
        arguments("logs: {max_stream: 64}", Map.of(), "logs.max_stream: \"64\" is a number"),
        arguments("logs: {capture_for: 0s}", Map.of(), "logs.capture_for: \"0s\" is outside"),
        arguments("backends: []", Map.of(), "backends: is empty"),
        arguments(
            "backends: [{id: a, kind: yarn}]",
            Map.of(),
            "backends[0].kind: \"yarn\" is not one of emr, sk8, standalone"),
        arguments(
            "backends: [{id: a, kind: emr}]",
            Map.of(),
            "backends[0]: \"a\" needs a cluster; give emr, and nothing else"),
        arguments(
            "backends: [{id: a, kind: standalone, environments: [production], embedded: {}}]",
            Map.of(),
            "backends[0].environments[0]: \"production\" is not one of"),
        arguments(
            "backends: [{id: a, kind: standalone, regions: [mars-1], embedded: {}}]",
            Map.of(),
            "backends: \"mars-1\" of backend a is not one of clusters.regions"),
        arguments(
            "backends: [{id: a, kind: standalone}]",
            Map.of(),
            "backends[0]: \"a\" needs one source of clusters"),
        arguments(
            "spark: {default_version: '3.5', versions: ['4.1.2']}",
            Map.of(),
            "spark.default_version: \"3.5\" is not covered"),
        arguments(
            "",
            Map.of("SWITCHYARD_HTTP_PORTS", "1"),
            "SWITCHYARD_HTTP_PORTS: is not a known variable; did you mean SWITCHYARD_HTTP_PORT?"),
        arguments(
            "",
            Map.of("SWITCHYARD_HTTP_PORT", "x"),
            "SWITCHYARD_HTTP_PORT: \"x\" is not a whole number"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("wrong")
  void a_mistake_is_told_where_it_is(String yaml, Map<String, String> environment, String said) {
    assertThatThrownBy(() -> load(yaml, environment)).hasMessageContaining(said);
  }
}
