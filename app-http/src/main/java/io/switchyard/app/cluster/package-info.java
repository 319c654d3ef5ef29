/** Clusters in the application: configuration and wiring. */
@NullMarked
package io.switchyard.app.cluster;

import org.jspecify.annotations.NullMarked;
