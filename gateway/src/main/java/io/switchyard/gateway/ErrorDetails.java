package io.switchyard.gateway;

import java.time.Duration;

/** What {@code google.rpc.Status} says beyond code and message. */
final class ErrorDetails {

  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private static final int CODE = 1;
  private static final int MESSAGE = 2;
  private static final int DETAIL = 3;

  private ErrorDetails() {}

  /** With a {@code RetryInfo}, which stock clients since Spark 4.1 wait for. */
  static byte[] retry(int code, String message, Duration after) {
    Proto delay = new Proto().number(1, after.getSeconds()).number(2, after.getNano());
    return with(code, message, any("RetryInfo", new Proto().message(1, delay)));
  }

  /** As a server tells of a session that it has closed, so that clients know it for that. */
  static Status sessionClosed(String session, String why) {
    String message =
        "[INVALID_HANDLE.SESSION_CLOSED] The handle "
            + session
            + " is invalid. Session was closed. "
            + why
            + " SQLSTATE: HY000";
    Proto info =
        new Proto()
            .text(1, "org.apache.spark.SparkSQLException")
            .text(2, "org.apache.spark")
            .message(3, entry("classes", CLASSES))
            .message(3, entry("errorClass", "INVALID_HANDLE.SESSION_CLOSED"))
            .message(3, entry("messageParameters", "{\"handle\":" + quoted(session) + "}"))
            .message(3, entry("sqlState", "HY000"));
    return new Status(
        Status.INTERNAL, message, with(Status.INTERNAL, message, any("ErrorInfo", info)));
  }

  private static final String CLASSES =
      "[\"org.apache.spark.SparkSQLException\",\"java.sql.SQLException\","
          + "\"java.lang.Exception\",\"java.lang.Throwable\",\"java.lang.Object\"]";

  private static byte[] with(int code, String message, Proto detail) {
    return new Proto().number(CODE, code).text(MESSAGE, message).message(DETAIL, detail).toBytes();
  }

  private static Proto any(String type, Proto value) {
    return new Proto().text(1, TYPES + type).message(2, value);
  }

  private static Proto entry(String key, String value) {
    return new Proto().text(1, key).text(2, value);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
