/** Backends: the places that run Spark. */
@NullMarked
package io.switchyard.domain.placement;

import org.jspecify.annotations.NullMarked;
