/** Spark Connect sessions: where their calls go, what is known of them, and their ends. */
@NullMarked
package io.switchyard.ports.session;

import org.jspecify.annotations.NullMarked;
