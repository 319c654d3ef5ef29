/** Clients of the application that repeat what failed, and readers of its events. */
@NullMarked
package io.switchyard.benchmarks.chaos.client;

import org.jspecify.annotations.NullMarked;
