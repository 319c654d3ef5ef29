/** Jobs, their executions, and the states an execution goes through. */
@NullMarked
package io.switchyard.domain.job;

import org.jspecify.annotations.NullMarked;
