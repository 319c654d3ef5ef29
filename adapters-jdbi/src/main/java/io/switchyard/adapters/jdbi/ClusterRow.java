package io.switchyard.adapters.jdbi;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequestForm;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterShapeForm;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.cluster.ServerRun;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClaimedCluster;
import io.switchyard.ports.cluster.ClusterTally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** A cluster as it was read from its row, or why this release cannot. */
record ClusterRow(String id, long version, Reading reading) {

  /** Makes the cluster of the row. */
  @FunctionalInterface
  interface Reading {
    Cluster get() throws IllegalArgumentException;
  }

  static ClusterRow map(ResultSet row, StatementContext context) throws SQLException {
    String id = row.getString("id");
    long version = row.getLong("version");
    String request = row.getString("request");
    List<String> hosts = List.of(row.getString("hosts").split(" "));
    String backend = row.getString("backend");
    String spark = row.getString("spark_version");
    String shape = row.getString("shape");
    var created = Column.givenMoment(row, "created_at");
    var expires = Column.moment(row, "expires_at");
    boolean warned = row.getBoolean("warned");
    String server = row.getString("server_id");
    int number = row.getInt("server_number");
    String token = row.getString("server_token");
    int restarts = row.getInt("restarts");
    var state =
        new ClusterStateRow(
            row.getString("state"),
            Column.givenMoment(row, "since"),
            row.getString("message"),
            row.getString("handle"),
            row.getString("address_host"),
            row.getObject("address_port", Integer.class),
            row.getString("goal"));
    var usage =
        new Usage(
            row.getInt("sessions"), row.getInt("operations"), Column.moment(row, "last_activity"));
    var ready = Column.moment(row, "ready_at");
    var missing = Column.moment(row, "missing_since");
    var placement = PlacementJson.read(row.getString("placement"));
    return new ClusterRow(
        id,
        version,
        () ->
            new Cluster(
                new ClusterId(id),
                ClusterRequestForm.read(Json.read(request), ""),
                hosts,
                new BackendId(backend),
                new SparkVersion(spark),
                shape(shape),
                created,
                expires,
                warned,
                new ServerRun(new ExecutionId(server), number, new ServerToken(token)),
                restarts,
                state.state(),
                usage,
                ready,
                missing,
                placement));
  }

  /** How many there are of a kind; empty for words of a later release. */
  static Optional<ClusterTally> tally(ResultSet row) throws SQLException {
    String environment = row.getString(2);
    String status = row.getString(3);
    Team team = new Team(row.getString(1));
    long clusters = row.getLong(4);
    return Stream.of(Environment.values())
        .filter(known -> known.word().equals(environment))
        .findFirst()
        .flatMap(
            place ->
                Stream.of(ClusterStatus.values())
                    .filter(known -> known.word().equals(status))
                    .findFirst()
                    .map(stands -> new ClusterTally(team, place, stands, clusters)));
  }

  static String json(ClusterShape shape) {
    Map<String, Object> tree = new LinkedHashMap<>();
    ClusterShapeForm.write(shape, tree, "size", "custom_resources");
    return Json.write(tree);
  }

  private static ClusterShape shape(String json) {
    return InputObject.readRoot(
        Json.read(json), in -> in.build(ClusterShapeForm.read(in, "size", "custom_resources")));
  }

  /**
   * @throws TargetFailure if this release does not understand the row
   */
  Cluster cluster() {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw StoreFailures.notUnderstood("cluster " + id, e);
    }
  }

  ClaimedCluster claimed() {
    return new ClaimedCluster(cluster(), version);
  }

  /** As {@link #claimed} after the version went up by one. */
  ClaimedCluster claimedNext() {
    return new ClaimedCluster(cluster(), version + 1);
  }

  /** Binds every column by its name but the due time, the lease and the version. */
  static void bind(Cluster cluster, SqlStatement<?> statement) {
    var state = ClusterStateRow.of(cluster.state());
    statement
        .bind("id", cluster.id().value())
        .bind("team", cluster.request().team().name())
        .bind("environment", cluster.request().environment().word())
        .bind("region", cluster.request().region().value())
        .bind("request", Json.write(ClusterRequestForm.write(cluster.request())))
        .bind("idempotency_key", cluster.request().idempotencyKey())
        .bind("hosts", String.join(" ", cluster.hosts()))
        .bind("backend", cluster.backend().value())
        .bind("spark_version", cluster.sparkVersion().value())
        .bind("shape", json(cluster.shape()))
        .bind("first_shape", json(cluster.request().shape()))
        .bind("cores", cluster.shape().cores())
        .bind("memory_mb", cluster.shape().memoryMebibytes())
        .bind("created_at", cluster.createdAt())
        .bind("expires_at", cluster.expiresAt())
        .bind("warned", cluster.warned())
        .bind("server_id", cluster.server().id().value())
        .bind("server_number", cluster.server().number())
        .bind("server_token", cluster.server().token().value())
        .bind("restarts", cluster.restarts())
        .bind("status", cluster.status().word())
        .bind("state", state.word())
        .bind("since", state.since())
        .bind("message", state.message())
        .bind("handle", state.handle())
        .bind("address_host", state.host())
        .bind("address_port", state.port())
        .bind("goal", state.goal())
        .bind("sessions", cluster.usage().sessions())
        .bind("operations", cluster.usage().operations())
        .bind("last_activity", cluster.usage().lastActivity())
        .bind("ready_at", cluster.readyAt())
        .bind("missing_since", cluster.missingSince())
        .bind("ended_at", cluster.endedAt())
        .bind("placement", PlacementJson.write(cluster.placement()));
  }
}
