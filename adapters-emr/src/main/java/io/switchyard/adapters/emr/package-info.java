/** Spark on Amazon EMR (on EC2): the driver of a job is a step of a cluster. */
@NullMarked
package io.switchyard.adapters.emr;

import org.jspecify.annotations.NullMarked;
