/**
 * The application under kills, and a Spark master under a bad network: nothing may be lost, doubled
 * or stuck.
 */
@NullMarked
package io.switchyard.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
