/** Spark Connect sessions: whose they are and which cluster they stay on. */
@NullMarked
package io.switchyard.domain.session;

import org.jspecify.annotations.NullMarked;
