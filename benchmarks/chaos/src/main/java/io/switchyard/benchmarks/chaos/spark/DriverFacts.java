package io.switchyard.benchmarks.chaos.spark;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one driver.
 *
 * @param refusal why it ran no user code; empty if it did, or ended before that was known
 * @param codeBegan when it began to run user code; null if it never did
 * @param codeEnded null if that has not ended
 * @param said the cause in its report; empty if it gave none
 */
public record DriverFacts(
    String id,
    String execution,
    String job,
    Instant made,
    String state,
    String refusal,
    @Nullable Instant codeBegan,
    @Nullable Instant codeEnded,
    CodeEnd end,
    String said) {}
