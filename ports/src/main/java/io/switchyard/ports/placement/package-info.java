/** The backends a service was configured with. */
@NullMarked
package io.switchyard.ports.placement;

import org.jspecify.annotations.NullMarked;
