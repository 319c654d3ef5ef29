/**
 * What runs in every driver of ours, beside the user's code and on whatever Spark the job or the
 * cluster asked for: it uses nothing but the JDK and what of Spark has been the same since 3.5, and
 * asks by name for the rest ({@link io.switchyard.agent.Mirror}).
 *
 * <p>Users of a cluster can call public static methods of any class here from SQL. None of them may
 * give away a secret.
 */
@NullMarked
package io.switchyard.agent;

import org.jspecify.annotations.NullMarked;
