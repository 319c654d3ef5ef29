package io.switchyard.domain.placement;

import io.switchyard.domain.input.InvalidValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is configured to take.
 *
 * @param order its tier; lower ones are tried first, and equal ones share
 * @param weight how much of its tier it takes, compared with the others, 1 to {@value #MOST}
 * @param cost what its work costs compared with the others of its tier, above 0; twice the cost is
 *     half the share
 * @param teams the names of those it serves; empty for all
 * @param cores that may be taken of it at once; null for any number
 * @param memoryMb that may be taken of it at once, in mebibytes; null for any amount
 * @param price for estimates; null if nobody said
 */
public record BackendTerms(
    int order,
    int weight,
    double cost,
    Set<String> teams,
    @Nullable Long cores,
    @Nullable Long memoryMb,
    @Nullable Price price) {

  public static final int MOST = 1000;

  public BackendTerms {
    teams = Set.copyOf(teams);
    if (weight < 1 || weight > MOST) {
      throw InvalidValue.at("weight", "" + weight, "is outside 1 to " + MOST, "");
    }
    if (!(cost > 0) || cost > 1e6) {
      throw InvalidValue.at("cost", "" + cost, "is outside 0 to a million", "1 is the usual cost");
    }
  }

  /** Any amount of work of everybody. */
  public static BackendTerms ofOrder(int order) {
    return new BackendTerms(order, 1, 1, Set.of(), null, null, null);
  }

  /**
   * What work costs by the hour.
   *
   * @param core of one core, 0 or more
   * @param gibibyte of one GiB of memory, 0 or more
   * @param currency as people write it, such as USD
   */
  public record Price(double core, double gibibyte, String currency) {

    public double perHour(long cores, long memoryMb) {
      return cores * core + memoryMb / 1024.0 * gibibyte;
    }
  }
}
