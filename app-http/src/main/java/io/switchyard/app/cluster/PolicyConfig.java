package io.switchyard.app.cluster;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for some clusters.
 *
 * @param team whose; null for every team
 * @param environment where; null for every environment
 */
record PolicyConfig(@Nullable Team team, @Nullable Environment environment, ClusterPolicy policy) {

  private static final ClusterPolicy ABSENT = ClusterPolicy.DEFAULT;
  private static final int MOST = 1_000_000;

  boolean holdsFor(Team asked, Environment there) {
    return (team == null || team.equals(asked)) && (environment == null || environment == there);
  }

  /** Reads whom it holds for and every limit; each may be left out. */
  static PolicyConfig read(InputObject in) {
    var team = in.optional("team", text().then(Team::new));
    var environment = in.optional("environment", Environment.reader());
    InputReader<Duration> length = Ttl.lengthReader();
    InputReader<Duration> step = Durations.reader(Duration.ofSeconds(1), Duration.ofDays(1));
    var lifetime = in.optional("max_lifetime", length);
    var idle = in.optional("idle_after", length);
    var warn = in.optional("warn_before", step, ABSENT.warnBefore());
    var restarts = in.optional("restarts", integer(0, 100), ABSENT.restarts());
    var start = in.optional("start_within", step, ABSENT.startWithin());
    var scale = in.optional("scale_within", step, ABSENT.scaleWithin());
    var clusters = in.optional("max_clusters", integer(0, MOST));
    var cores = in.optional("max_cores", integer(0, MOST));
    var memory = in.optional("max_memory", text().then(Memory::parse));
    return in.build(
        () ->
            new PolicyConfig(
                team.get().orElse(null),
                environment.get().orElse(null),
                new ClusterPolicy(
                    lifetime.get().orElse(null),
                    idle.get().orElse(null),
                    warn.get(),
                    restarts.get(),
                    start.get(),
                    scale.get(),
                    new ClusterQuota(
                        clusters.get().orElse(null),
                        cores.get().orElse(null),
                        memory.get().map(Memory::mebibytes).orElse(null)))));
  }
}
