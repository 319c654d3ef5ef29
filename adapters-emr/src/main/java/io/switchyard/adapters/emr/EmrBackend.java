package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Role;
import io.switchyard.ports.placement.Backend;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A backend that runs jobs on Amazon EMR. Safe for use by several threads; any number of processes
 * may share one account and one name, if they share the work location.
 */
public final class EmrBackend implements AutoCloseable {

  private final AwsClients clients;
  private final Emr emr;
  private final Backend backend;

  private EmrBackend(EmrConfig config, Budgets budgets, InstantSource clock) {
    this.clients = new AwsClients(config.access());
    this.emr = new Emr(clients.emr(), budgets.of(config.access(), clock));
    var s3 = clients.s3();
    S3Folder work = new S3Folder(s3, config.storage().work());
    Steps steps = new Steps(emr, config.access().pollEvery(), clock);
    Tickets tickets = new Tickets(work);
    Once once = new Once(tickets, clock);
    ClusterRequests requests = new ClusterRequests(config);
    @Nullable TeamClusters teams =
        config.clusters() instanceof PerTeam team
            ? new TeamClusters(emr, steps, once, tickets, requests, team)
            : null;
    EmrLauncher launcher =
        new EmrLauncher(
            new Describing(config),
            new Drivers(config, emr, steps, work, requests, teams),
            once,
            steps,
            new Stopping(emr, steps),
            work,
            clock);
    EmrLogs logs = new EmrLogs(new S3Folder(s3, config.storage().logs()), steps);
    this.backend = new Backend(config.id(), config.place(), launcher, logs, null);
  }

  /**
   * What the backends of one process share: EMR counts the requests of an account in a region, not
   * those of a backend.
   */
  public static final class Budgets {

    private final Map<String, CallBudget> budgets = new ConcurrentHashMap<>();

    /** None is used yet. */
    public Budgets() {}

    CallBudget of(EmrConfig.Access access, InstantSource clock) {
      Role role = access.role();
      String account = role == null ? "ours" : role.account();
      return budgets.computeIfAbsent(
          account + " " + access.region() + " " + access.endpoint(),
          key -> new CallBudget(access.callsPerSecond(), clock));
    }
  }

  /** Opens the backend; asks AWS nothing yet. */
  public static EmrBackend open(EmrConfig config, Budgets budgets, InstantSource clock) {
    return new EmrBackend(config, budgets, clock);
  }

  /** The backend as use cases see it. */
  public Backend backend() {
    return backend;
  }

  /** Closes connections; drivers and clusters go on. */
  @Override
  public void close() {
    emr.close();
    clients.close();
  }
}
