/** Callbacks as signed CloudEvents over HTTP. */
@NullMarked
package io.switchyard.adapters.callbacks;

import org.jspecify.annotations.NullMarked;
