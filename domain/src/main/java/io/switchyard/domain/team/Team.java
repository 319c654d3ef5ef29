package io.switchyard.domain.team;

import io.switchyard.domain.input.InvalidValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A tenant, by its name. The name appears in full in every derived name (namespaces, hosts, ids),
 * so two teams can never meet in one.
 *
 * @param name 1 to 30 of {@code a-z}, {@code 0-9} and hyphen, starting with a letter, not ending in
 *     a hyphen, nor in a hyphen and an environment ({@code a-dev} could take the host of team
 *     {@code a} in {@code dev})
 */
public record Team(String name) {

  private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,28}[a-z0-9])?");
  private static final List<String> ENVIRONMENTS = List.of("dev", "staging", "ci", "prod");

  public Team {
    if (!SHAPE.matcher(name).matches()) {
      throw InvalidValue.of(
          name,
          "is not a team name",
          "use 1 to 30 of a-z, 0-9 and hyphen, a letter first and no hyphen last");
    }
    for (String environment : ENVIRONMENTS) {
      if (name.endsWith("-" + environment)) {
        throw InvalidValue.of(
            name,
            "ends in the environment word " + environment,
            "host names would be ambiguous; choose another team name");
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
