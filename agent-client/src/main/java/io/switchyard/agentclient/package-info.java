/**
 * What those share who run drivers with a Spark Connect server and our agent in them: the settings
 * of such a driver, its tokens, and the calls that its agent answers.
 */
@NullMarked
package io.switchyard.agentclient;

import org.jspecify.annotations.NullMarked;
