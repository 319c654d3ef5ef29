/**
 * The language of ETL specs: sources, SQL transformations and sinks, read from plain trees, checked
 * as a whole and written back. Running a spec is the business of the Spark application.
 */
@NullMarked
package io.switchyard.domain.job.etl;

import org.jspecify.annotations.NullMarked;
