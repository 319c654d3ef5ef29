/** Who is who. */
@NullMarked
package io.switchyard.ports.team;

import org.jspecify.annotations.NullMarked;
