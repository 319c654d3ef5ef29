package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.placement.PlacementTerms.TeamPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what each team may use, and where. */
final class TeamsConfig {

  /** Of every team. */
  record Teams(TeamQuotas quotas, TeamPlaces places) {

    static final Teams ANY = new Teams(TeamQuotas.NONE, TeamPlaces.ANYWHERE);
  }

  private record Entry(TeamLimits limits, TeamPlace place) {

    static final Entry ANY = new Entry(TeamLimits.NONE, TeamPlace.ANYWHERE);
  }

  private static final String OTHERS = "default";
  private static final String UNLIMITED = "unlimited";
  private static final int MOST = 100_000_000;
  private static final Pattern MEMORY = Pattern.compile("(\\d{1,9})(m|g|t)b?");

  private TeamsConfig() {}

  /**
   * Reads limits and places by team. Those under {@code default} are for teams that are not named,
   * and for what a named team leaves out.
   */
  static Teams read(@Nullable Object raw) {
    if (!(raw instanceof Map<?, ?> table)) {
      throw InvalidValue.of("", "is not an object", "write the limits of each team by its name");
    }
    List<Violation> violations = new ArrayList<>();
    Entry others =
        table.containsKey(OTHERS)
            ? entry(OTHERS, table.get(OTHERS), Entry.ANY, violations)
            : Entry.ANY;
    Map<Team, TeamLimits> named = new HashMap<>();
    Map<Team, TeamPlace> places = new HashMap<>();
    table.forEach(
        (name, given) -> {
          String key = String.valueOf(name);
          if (!key.equals(OTHERS)) {
            team(key, violations)
                .ifPresent(
                    team -> {
                      Entry entry = entry(key, given, others, violations);
                      named.put(team, entry.limits());
                      if (!entry.place().equals(others.place())) {
                        places.put(team, entry.place());
                      }
                    });
          }
        });
    if (!violations.isEmpty()) {
      throw new InvalidInput(violations);
    }
    return new Teams(
        new TeamQuotas(others.limits(), named), new TeamPlaces(others.place(), places));
  }

  private static Optional<Team> team(String name, List<Violation> violations) {
    try {
      return Optional.of(new Team(name));
    } catch (InvalidValue e) {
      violations.add(e.violation());
      return Optional.empty();
    }
  }

  private static Entry entry(
      String key, @Nullable Object raw, Entry absent, List<Violation> violations) {
    try {
      return InputReader.object(in -> entry(in, absent)).read(raw);
    } catch (InvalidValue e) {
      violations.addAll(new InvalidInput(List.of(e.violation())).under(key).violations());
    } catch (InvalidInput e) {
      violations.addAll(e.under(key).violations());
    }
    return absent;
  }

  private static Entry entry(InputObject in, Entry absent) {
    var limits = limits(in, absent.limits());
    var residency =
        in.optional(
            "residency", listOf(text().then(Region::new)), List.copyOf(absent.place().residency()));
    var home =
        in.optional(
            "home_region",
            text().then(written -> Optional.of(new Region(written))),
            Optional.ofNullable(absent.place().home()));
    return in.build(
        () ->
            new Entry(
                limits.get(), new TeamPlace(Set.copyOf(residency.get()), home.get().orElse(null))));
  }

  private static Supplier<TeamLimits> limits(InputObject in, TeamLimits absent) {
    var running = limit(in, "max_running_jobs", integer(1, MOST), absent.runningJobs());
    var queued = limit(in, "max_queued_jobs", integer(1, MOST), absent.queuedJobs());
    var cores = limit(in, "max_cores", integer(1, MOST), absent.cores());
    var memory = limit(in, "max_memory", text().then(TeamsConfig::mebibytes), absent.memoryMb());
    var weight = in.optional("weight", integer(1, TeamLimits.MAX_WEIGHT), absent.weight());
    return () ->
        new TeamLimits(
            running.get().orElse(null),
            queued.get().orElse(null),
            cores.get().orElse(null),
            memory.get().orElse(null),
            weight.get());
  }

  private static <T> Supplier<Optional<T>> limit(
      InputObject in, String key, InputReader<T> reader, @Nullable T absent) {
    InputReader<Optional<T>> orNone =
        raw -> UNLIMITED.equals(raw) ? Optional.empty() : Optional.of(reader.read(raw));
    return in.optional(key, orNone, Optional.ofNullable(absent));
  }

  /** A team's memory may be more than one machine has, which is where that of a job ends. */
  static long mebibytes(String written) {
    Matcher matcher = MEMORY.matcher(written.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw InvalidValue.of(
          written,
          "is not an amount of memory",
          "write a whole number and m, g or t, such as 800g");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> number;
      case "g" -> number * 1024;
      default -> number * 1024 * 1024;
    };
  }
}
