/** Clusters on a real Spark while the application is killed and their servers die. */
@NullMarked
package io.switchyard.benchmarks.clusters;

import org.jspecify.annotations.NullMarked;
