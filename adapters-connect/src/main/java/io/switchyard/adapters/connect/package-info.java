/** The platform as a client of Spark Connect servers. */
@NullMarked
package io.switchyard.adapters.connect;

import org.jspecify.annotations.NullMarked;
