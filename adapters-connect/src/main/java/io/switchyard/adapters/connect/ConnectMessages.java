package io.switchyard.adapters.connect;

import io.switchyard.ports.cluster.ConnectProbe;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The two requests that the platform itself makes of a server, written by hand: their few fields
 * have had the same numbers since Spark 3.4 (spark/connect/base.proto), and the generated classes
 * of one release are no use with another.
 */
final class ConnectMessages {

  private static final int SESSION_ID = 1;
  private static final int USER_CONTEXT = 2;
  private static final int USER_ID = 1;
  private static final int CLIENT_TYPE = 3;

  /** {@code AnalyzePlanRequest.spark_version}, an empty message. */
  private static final int SPARK_VERSION = 10;

  private static final String US = "switchyard";

  private ConnectMessages() {}

  /** An {@code AnalyzePlanRequest} for Spark's version. */
  static byte[] askVersion(String session) {
    ByteArrayOutputStream out = head(session);
    field(out, SPARK_VERSION, new byte[0]);
    return out.toByteArray();
  }

  /** A {@code ReleaseSessionRequest}. */
  static byte[] release(String session) {
    return head(session).toByteArray();
  }

  private static ByteArrayOutputStream head(String session) {
    ByteArrayOutputStream user = new ByteArrayOutputStream();
    field(user, USER_ID, ascii(ConnectProbe.USER));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, SESSION_ID, ascii(session));
    field(out, USER_CONTEXT, user.toByteArray());
    field(out, CLIENT_TYPE, ascii(US));
    return out;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A field of bytes, fewer than 128 of them. */
  private static void field(ByteArrayOutputStream out, int number, byte[] value) {
    if (value.length > 127) {
      throw new IllegalArgumentException("a field of " + value.length + " bytes");
    }
    out.write(number << 3 | 2);
    out.write(value.length);
    out.writeBytes(value);
  }
}
