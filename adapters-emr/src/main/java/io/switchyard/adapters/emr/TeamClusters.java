package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.Once.Made;
import io.switchyard.adapters.emr.Tickets.Claim;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.emr.model.ClusterSummary;

/**
 * The clusters of teams: one for each team and Spark version, made anew when the last has ended.
 */
final class TeamClusters {

  private final Emr emr;
  private final Steps steps;
  private final Once once;
  private final Tickets tickets;
  private final ClusterRequests requests;
  private final PerTeam profile;

  /** What was asked for last; the tickets are what counts. */
  private final Map<String, Made> known = new ConcurrentHashMap<>();

  TeamClusters(
      Emr emr, Steps steps, Once once, Tickets tickets, ClusterRequests requests, PerTeam profile) {
    this.emr = emr;
    this.steps = steps;
    this.once = once;
    this.tickets = tickets;
    this.requests = requests;
    this.profile = profile;
  }

  /** The cluster of a team, which may still be starting or have just ended. */
  String of(Team team, SparkVersion version) {
    TeamCluster thing = new TeamCluster(team, version);
    Made there = known.get(thing.folder());
    if (there == null) {
      there = AwsFailures.harmless(() -> once.get(thing));
      known.put(thing.folder(), there);
    }
    return there.answer();
  }

  /** Takes no more steps, so that the next one goes to another. */
  void ended(Team team, SparkVersion version, String cluster) {
    String folder = new TeamCluster(team, version).folder();
    Made there = known.remove(folder);
    if (there != null && there.answer().equals(cluster)) {
      tickets.cancel(folder, there.ticket());
    }
  }

  private final class TeamCluster implements Once.Asked {

    private final Team team;
    private final SparkVersion version;

    TeamCluster(Team team, SparkVersion version) {
      this.team = team;
      this.version = version;
    }

    @Override
    public String folder() {
      return "teams/" + team.name() + "/" + version;
    }

    private String mark(int ticket) {
      return "switchyard/" + folder() + "/" + ticket;
    }

    @Override
    public Claim claim(Instant now) {
      return Claim.launch("", now);
    }

    @Override
    public String ask(int ticket, Claim claim) {
      return emr.run(
          requests.team(profile, version, mark(ticket), Map.of("switchyard:team", team.name())));
    }

    @Override
    public Optional<String> look(int ticket, Claim claim) {
      return steps
          .cluster(mark(ticket), claim.at().minus(Duration.ofHours(1)))
          .map(ClusterSummary::id);
    }
  }
}
