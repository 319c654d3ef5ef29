/** What every port shares. */
@NullMarked
package io.switchyard.ports;

import org.jspecify.annotations.NullMarked;
