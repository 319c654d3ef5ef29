/**
 * Who that stands in line is let through next, and why the others wait. Pure: what there is to
 * decide on is read by somebody else, who also carries it out.
 */
@NullMarked
package io.switchyard.domain.job.admission;

import org.jspecify.annotations.NullMarked;
