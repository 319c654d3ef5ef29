/** Measurements: the application as it is packed, under load, beside alternatives. */
@NullMarked
package io.switchyard.benchmarks;

import org.jspecify.annotations.NullMarked;
