package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.BackendTerms.Price;
import io.switchyard.domain.team.Team;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom a backend serves, and how much it takes.
 *
 * @param preference its tier, lower ones first, backends of one tier share; null for its place in
 *     the list of backends
 * @param weight its share of its tier, 1 to 1000
 * @param cost what its work costs compared with others of its tier
 * @param teams empty for all
 * @param maxCores that may be placed on it at once; null for any number
 * @param maxMemoryMb as {@code maxCores}
 * @param price for estimates; null if nobody said
 */
public record ServingConfig(
    @Nullable Integer preference,
    int weight,
    double cost,
    Set<Team> teams,
    @Nullable Integer maxCores,
    @Nullable Long maxMemoryMb,
    @Nullable Price price) {

  /** Everybody, in the order of the list. */
  public static final ServingConfig DEFAULT =
      new ServingConfig(null, 1, 1, Set.of(), null, null, null);

  private static final int MOST = 100_000_000;

  public ServingConfig {
    teams = Set.copyOf(teams);
  }

  /**
   * Reads preference, weight, cost, teams, max_cores, max_memory and price; all may be left out.
   */
  static Supplier<ServingConfig> read(InputObject in) {
    var preference = in.optional("preference", integer(0, 1000));
    var weight = in.optional("weight", integer(1, BackendTerms.MOST), DEFAULT.weight());
    var cost = in.optional("cost", amount(0.001, 1_000_000), DEFAULT.cost());
    var teams = in.optional("teams", listOf(text().then(Team::new)), List.of());
    var cores = in.optional("max_cores", integer(1, MOST));
    var memory = in.optional("max_memory", text().then(TeamsConfig::mebibytes));
    var price = in.optional("price", object(ServingConfig::price));
    return () ->
        new ServingConfig(
            preference.get().orElse(null),
            weight.get(),
            cost.get(),
            Set.copyOf(teams.get()),
            cores.get().orElse(null),
            memory.get().orElse(null),
            price.get().orElse(null));
  }

  private static Price price(InputObject in) {
    var core = in.required("core_hour", amount(0, 1_000_000));
    var memory = in.required("gib_hour", amount(0, 1_000_000));
    var currency = in.optional("currency", nonBlankText(), "USD");
    return in.build(() -> new Price(core.get(), memory.get(), currency.get()));
  }

  private static InputReader<Double> amount(double min, double max) {
    return raw -> {
      double given = number(raw);
      if (!(given >= min && given <= max)) {
        throw InvalidValue.of("" + raw, "is outside " + min + " to " + max, "");
      }
      return given;
    };
  }

  private static double number(@Nullable Object raw) {
    try {
      return Double.parseDouble(String.valueOf(raw));
    } catch (NumberFormatException e) {
      throw InvalidValue.of("" + raw, "is not a number", "write it like 0.05");
    }
  }

  /**
   * The terms of a backend.
   *
   * @param place in the list of backends, 0 for the first
   */
  BackendTerms terms(int place) {
    return new BackendTerms(
        preference == null ? place : preference,
        weight,
        cost,
        teams.stream().map(Team::name).collect(Collectors.toUnmodifiableSet()),
        maxCores == null ? null : Long.valueOf(maxCores),
        maxMemoryMb,
        price);
  }
}
