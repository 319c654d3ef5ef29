/** The relay of Spark Connect calls: HTTP/2 in, HTTP/2 out, no message ever whole in between. */
@NullMarked
package io.switchyard.gateway;

import org.jspecify.annotations.NullMarked;
