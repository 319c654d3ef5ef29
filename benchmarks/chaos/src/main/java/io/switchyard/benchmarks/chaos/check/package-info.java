/** What must hold at the end. */
@NullMarked
package io.switchyard.benchmarks.chaos.check;

import org.jspecify.annotations.NullMarked;
