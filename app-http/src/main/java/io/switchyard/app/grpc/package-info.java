/** The gRPC edge: the same use cases, rules and refusals as over HTTP. */
@NullMarked
package io.switchyard.app.grpc;

import org.jspecify.annotations.NullMarked;
