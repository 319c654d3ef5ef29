/** Measures the gateway among proxies that relay HTTP/2. */
@NullMarked
package io.switchyard.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
