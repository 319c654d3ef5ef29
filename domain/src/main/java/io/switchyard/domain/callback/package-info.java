/** Where callbacks may go. */
@NullMarked
package io.switchyard.domain.callback;

import org.jspecify.annotations.NullMarked;
