/** A receiver of callbacks that does not always take them. */
@NullMarked
package io.switchyard.benchmarks.chaos.callback;

import org.jspecify.annotations.NullMarked;
