/** The gateway's configuration and wiring. */
@NullMarked
package io.switchyard.app.session;

import org.jspecify.annotations.NullMarked;
