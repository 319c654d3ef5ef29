/** The language of {@code config.core_etl}. */
@NullMarked
package io.switchyard.domain.job.etl;

import org.jspecify.annotations.NullMarked;
