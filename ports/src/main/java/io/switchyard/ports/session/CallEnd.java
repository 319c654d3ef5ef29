package io.switchyard.ports.session;

/**
 * How a call that was passed on ended.
 *
 * @param bytesUp of messages from the client
 * @param bytesDown of messages to the client
 * @param status gRPC's code as the client got it; 1 if it went away
 * @param clientGone whether the client was gone before the end; it may come back and reattach
 * @param operationId of the first message; may be empty
 */
public record CallEnd(
    long bytesUp, long bytesDown, int status, boolean clientGone, String operationId) {}
