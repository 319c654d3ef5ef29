package io.switchyard.adapters.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClusterEventLog;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.EndedServers;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.Callbacks;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.job.Watches;
import io.switchyard.ports.placement.BackendStates;
import io.switchyard.ports.session.SessionWork;
import io.switchyard.ports.session.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;

/**
 * The store on H2 or PostgreSQL. Any number of processes may open the same PostgreSQL; an H2 file
 * is open in one process at a time.
 *
 * <p>What was written is durable when the call returns: it outlives the end of this process in any
 * way. Moments are kept in whole microseconds. A call that gets no connection within three seconds,
 * or no answer within ten, fails with {@link TargetFailure.Kind#UNREACHABLE}. From then on one call
 * at a time waits for the database, and others fail so at once, until it answers again.
 *
 * <p>Safe for use by several threads.
 */
public final class JdbiStore implements AutoCloseable {

  private static final int VALIDATION_SECONDS = 2;

  private final HikariDataSource pool;
  private final Jobs jobs;
  private final Executions executions;
  private final Admissions admissions;
  private final Events events;
  private final History history;
  private final LogCaptures logCaptures;
  private final Watches watches;
  private final Callbacks callbacks;
  private final Clusters clusters;
  private final ClusterEventLog clusterEvents;
  private final EndedServers endedServers;
  private final Sessions sessions;
  private final SessionWork sessionWork;
  private final BackendStates backendStates;

  private JdbiStore(HikariDataSource pool, Vendor vendor) {
    this.pool = pool;
    Database database = new Database(pool, vendor.flush());
    Tickets tickets = new Tickets(JdbiHistory.resume(database, vendor));
    EventWriter writer = new EventWriter(tickets, vendor);
    this.jobs = new JdbiJobs(database, writer);
    JdbiExecutions work = new JdbiExecutions(database, writer);
    this.executions = work;
    this.admissions = new JdbiAdmissions(database, writer, work);
    this.events = new JdbiEvents(database, tickets, vendor);
    this.history = new JdbiHistory(database);
    this.logCaptures = new JdbiLogCaptures(database);
    this.watches = new JdbiWatches(database);
    this.callbacks = new JdbiCallbacks(database);
    this.clusters = new JdbiClusters(database);
    this.clusterEvents = new JdbiClusterEvents(database);
    this.endedServers = new JdbiEndedServers(database);
    this.sessions = new JdbiSessions(database);
    this.sessionWork = new JdbiSessionWork(database);
    this.backendStates = new JdbiBackendStates(database);
  }

  /**
   * Opens the store and brings its schema up to date. A newer schema than this release knows is
   * left as it is. Blocks for the database, and for other processes that do the same.
   *
   * @throws TargetFailure with a sentence that says what to do, if it cannot be opened
   */
  public static JdbiStore open(StoreConfig config) {
    Vendor vendor = Vendor.of(config.url()).orElseThrow();
    try {
      return new JdbiStore(Pool.open(config, vendor), vendor);
    } catch (SQLException | FlywayException | PoolInitializationException e) {
      throw StoreFailures.notOpened(config, e);
    }
  }

  public Jobs jobs() {
    return jobs;
  }

  public Executions executions() {
    return executions;
  }

  public Admissions admissions() {
    return admissions;
  }

  public Events events() {
    return events;
  }

  public History history() {
    return history;
  }

  public LogCaptures logCaptures() {
    return logCaptures;
  }

  public Watches watches() {
    return watches;
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  public Clusters clusters() {
    return clusters;
  }

  public ClusterEventLog clusterEvents() {
    return clusterEvents;
  }

  public EndedServers endedServers() {
    return endedServers;
  }

  public Sessions sessions() {
    return sessions;
  }

  public SessionWork sessionWork() {
    return sessionWork;
  }

  public BackendStates backendStates() {
    return backendStates;
  }

  /** Whether the database answers now; comes back within seconds, and never throws. */
  public boolean answers() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(VALIDATION_SECONDS) && reads(connection);
    } catch (SQLException e) {
      return false;
    }
  }

  /** H2 calls a connection to a closed database valid. */
  private static boolean reads(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(VALIDATION_SECONDS);
      statement.execute("select id from jobs where id = ''");
      return true;
    }
  }

  /** Closes every connection; calls under way fail. Repeating it is harmless. */
  @Override
  public void close() {
    pool.close();
  }
}
