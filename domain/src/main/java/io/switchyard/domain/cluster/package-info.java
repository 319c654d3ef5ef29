/** Spark Connect clusters: what a team asks for, and what may become of it. */
@NullMarked
package io.switchyard.domain.cluster;

import org.jspecify.annotations.NullMarked;
