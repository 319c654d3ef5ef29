/** Teams, the people in them, and what they may do. */
@NullMarked
package io.switchyard.domain.team;

import org.jspecify.annotations.NullMarked;
