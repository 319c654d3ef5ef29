/** The HTTP edge: routes, JSON shapes, callers and problems. Nothing here reaches a port. */
@NullMarked
package io.switchyard.app.http;

import org.jspecify.annotations.NullMarked;
