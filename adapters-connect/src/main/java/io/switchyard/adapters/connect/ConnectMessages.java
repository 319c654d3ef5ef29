package io.switchyard.adapters.connect;

import io.switchyard.ports.cluster.ConnectProbe;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The requests that the platform itself makes of a server, written by hand: their few fields have
 * had the same numbers since Spark 3.4 (spark/connect/base.proto), and the generated classes of one
 * release are no use with another.
 */
final class ConnectMessages {

  private static final int SESSION_ID = 1;
  private static final int USER_CONTEXT = 2;
  private static final int USER_ID = 1;
  private static final int CLIENT_TYPE = 3;

  /** {@code AnalyzePlanRequest.spark_version}, an empty message. */
  private static final int SPARK_VERSION = 10;

  private static final int INTERRUPT_TYPE = 4;
  private static final int INTERRUPT_ALL = 1;
  private static final int INTERRUPT_OPERATION = 3;
  private static final int OPERATION_ID = 6;

  private static final String US = "switchyard";

  private ConnectMessages() {}

  /** An {@code AnalyzePlanRequest} for Spark's version. */
  static byte[] askVersion(String session) {
    ByteArrayOutputStream out = head(ConnectProbe.USER, session);
    field(out, SPARK_VERSION, new byte[0]);
    return out.toByteArray();
  }

  /** A {@code ReleaseSessionRequest}. */
  static byte[] release(String user, String session) {
    return head(user, session).toByteArray();
  }

  /**
   * An {@code InterruptRequest}.
   *
   * @param operation empty for all of the session's
   */
  static byte[] interrupt(String user, String session, String operation) {
    ByteArrayOutputStream out = head(user, session);
    out.write(INTERRUPT_TYPE << 3);
    out.write(operation.isEmpty() ? INTERRUPT_ALL : INTERRUPT_OPERATION);
    if (!operation.isEmpty()) {
      field(out, OPERATION_ID, bytes(operation));
    }
    return out.toByteArray();
  }

  private static ByteArrayOutputStream head(String userId, String session) {
    ByteArrayOutputStream user = new ByteArrayOutputStream();
    field(user, USER_ID, bytes(userId));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, SESSION_ID, bytes(session));
    field(out, USER_CONTEXT, user.toByteArray());
    field(out, CLIENT_TYPE, bytes(US));
    return out;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A field of bytes. */
  private static void field(ByteArrayOutputStream out, int number, byte[] value) {
    out.write(number << 3 | 2);
    int rest = value.length;
    for (; rest > 127; rest >>>= 7) {
      out.write(rest & 127 | 128);
    }
    out.write(rest);
    out.writeBytes(value);
  }
}
