/**
 * What runs in every driver of ours, beside the user's code and on whatever Spark the job asked
 * for: it uses nothing but the JDK, the types of Spark's listener and the context's address of its
 * UI, which have been the same since 3.5.
 */
@NullMarked
package io.switchyard.agent;

import org.jspecify.annotations.NullMarked;
