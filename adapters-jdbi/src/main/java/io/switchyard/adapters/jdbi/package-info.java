/**
 * The store: jobs and their executions in H2 or PostgreSQL. {@link
 * io.switchyard.adapters.jdbi.JdbiStore} is the way in.
 */
@NullMarked
package io.switchyard.adapters.jdbi;

import org.jspecify.annotations.NullMarked;
