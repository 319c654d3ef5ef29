/** Requesting, watching, scaling, extending and deleting Spark Connect clusters. */
@NullMarked
package io.switchyard.ports.cluster;

import org.jspecify.annotations.NullMarked;
