/** What nobody decent does to the gateway, and what becomes of those who use it meanwhile. */
@NullMarked
package io.switchyard.benchmarks.gateway.attack;

import org.jspecify.annotations.NullMarked;
