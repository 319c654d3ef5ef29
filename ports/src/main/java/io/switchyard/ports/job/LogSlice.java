package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;

/**
 * A piece of a driver's log as text.
 *
 * @param execution whose log it is
 * @param attempt which attempt of its job that is
 * @param text whole characters only
 * @param offset where the text begins, in bytes from the start of the stream; later than asked for
 *     where bytes were not kept
 * @param nextOffset where to read on
 * @param closed whether nothing will ever follow the text directly: it ends the log, or the bytes
 *     after it were not kept
 * @param complete whether the driver has ended and this reaches the end of its log
 */
public record LogSlice(
    ExecutionId execution,
    int attempt,
    String text,
    long offset,
    long nextOffset,
    boolean closed,
    boolean complete) {}
