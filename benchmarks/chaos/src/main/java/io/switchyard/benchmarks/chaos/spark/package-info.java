/** A Spark standalone master and its drivers, behind a network that loses, delays and doubles. */
@NullMarked
package io.switchyard.benchmarks.chaos.spark;

import org.jspecify.annotations.NullMarked;
