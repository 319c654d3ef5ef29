/** Processes of the application, and what is done to them. */
@NullMarked
package io.switchyard.benchmarks.chaos.app;

import org.jspecify.annotations.NullMarked;
