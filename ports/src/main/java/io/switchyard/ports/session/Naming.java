package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.CallRefused.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a call says of the server that it wants; nothing in it is believed.
 *
 * @param host in lower case and without the port
 * @param job whose driver is meant, and no cluster; null for a cluster
 */
record Naming(
    String host,
    @Nullable JobId job,
    @Nullable ClusterId cluster,
    @Nullable Team team,
    @Nullable Environment environment,
    @Nullable Region region) {

  private static final String PREFIX = "x-switchyard-";
  private static final String JOB = PREFIX + "job";
  private static final String CLUSTER = PREFIX + "cluster";
  private static final String TEAM = PREFIX + "team";
  private static final String ENVIRONMENT = PREFIX + "environment";
  private static final String REGION = PREFIX + "region";
  private static final Set<String> KNOWN = Set.of(JOB, CLUSTER, TEAM, ENVIRONMENT, REGION);
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * Reads the authority and the headers.
   *
   * @throws CallRefused if a header makes no sense
   */
  static Naming of(Call call) {
    Map<String, String> headers = call.metadata();
    for (String name : headers.keySet()) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        String fix =
            DidYouMean.among(KNOWN, name).map(near -> "; did you mean " + near + "?").orElse("");
        throw new CallRefused(
            Reason.INVALID_ARGUMENT, "The header " + name + " is not known here" + fix);
      }
    }
    Team team = read(headers, TEAM, Team::new);
    Environment environment = read(headers, ENVIRONMENT, Environment.reader()::read);
    if ((team == null) != (environment == null)) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT,
          "A call names a cluster by "
              + TEAM
              + " and "
              + ENVIRONMENT
              + " together; one is missing");
    }
    JobId job = read(headers, JOB, JobId::new);
    if (job != null && Stream.of(CLUSTER, TEAM, REGION).anyMatch(headers::containsKey)) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT,
          "A call names a job by " + JOB + " or a cluster by other headers, not both");
    }
    return new Naming(
        host(call.authority()),
        job,
        read(headers, CLUSTER, ClusterId::new),
        team,
        environment,
        read(headers, REGION, Region::new));
  }

  private static <T> @Nullable T read(
      Map<String, String> headers, String name, Function<String, T> reader) {
    String value = headers.get(name);
    if (value == null) {
      return null;
    }
    try {
      return reader.apply(value);
    } catch (InvalidValue e) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT, "The header " + name + ": " + e.violation().sentence());
    }
  }

  /** The authority without its port, in lower case. */
  static String host(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[")) {
      int end = lower.indexOf(']');
      return end < 0 ? lower : lower.substring(1, end);
    }
    int colon = lower.indexOf(':');
    boolean port = colon >= 0 && lower.indexOf(':', colon + 1) < 0;
    return port ? lower.substring(0, colon) : lower;
  }

  /** Whether the host says no more than "this machine" or "that address". */
  boolean plain() {
    return host.equals("localhost") || host.contains(":") || IPV4.matcher(host).matches();
  }
}
