/** Traces of calls and requests, by OpenTelemetry. */
@NullMarked
package io.switchyard.app.tracing;

import org.jspecify.annotations.NullMarked;
