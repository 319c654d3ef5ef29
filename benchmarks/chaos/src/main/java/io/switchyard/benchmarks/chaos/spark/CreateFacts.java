package io.switchyard.benchmarks.chaos.spark;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for a driver, as it left the application.
 *
 * @param door who sent it
 * @param fate what the network did to it
 * @param driver the driver it made at once; null if it made none, or only later
 */
public record CreateFacts(
    String execution, String door, Instant at, String fate, @Nullable String driver) {}
