/**
 * Spark standalone clusters that live as child processes of the application: finding a Spark and a
 * JDK for a version, starting master and worker, keeping them up, adopting those that an earlier
 * run of the application left behind, and ending them.
 */
@NullMarked
package io.switchyard.adapters.standalone.embedded;

import org.jspecify.annotations.NullMarked;
