package io.switchyard.ports.placement;

import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendTerms;

/**
 * A backend, what it is configured to take, and how it is.
 *
 * @param share of the work that would go there it gets now, 0 to 1
 * @param taken by jobs and clusters that are placed there and have not ended
 */
public record BackendReport(
    Backend backend, BackendTerms terms, BackendState state, double share, Usage taken) {}
