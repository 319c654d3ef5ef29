/** The application: its configuration, its wiring and its life from start to end. */
@NullMarked
package io.switchyard.app;

import org.jspecify.annotations.NullMarked;
