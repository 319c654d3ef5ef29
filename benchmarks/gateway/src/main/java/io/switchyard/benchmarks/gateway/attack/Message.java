package io.switchyard.benchmarks.gateway.attack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Requests of Spark Connect, field by field. */
final class Message {

  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Of a session and a user who says who he is. */
  static Message of(String session, String user) {
    return new Message().text(1, session).message(2, new Message().text(1, user).text(2, user));
  }

  static Message execute(String session, String user, String sql, String operation) {
    Message plan = new Message().message(1, new Message().message(10, new Message().text(1, sql)));
    return of(session, user).message(3, plan).text(6, operation);
  }

  static Message set(String session, String user, String key, String value) {
    Message pair = new Message().text(1, key).text(2, value);
    return of(session, user).message(3, new Message().message(1, new Message().message(1, pair)));
  }

  static Message get(String session, String user, String key) {
    return of(session, user).message(3, new Message().message(2, new Message().text(1, key)));
  }

  static Message getAll(String session, String user) {
    return of(session, user).message(3, new Message().message(5, new Message()));
  }

  static Message interruptAll(String session, String user) {
    return of(session, user).number(4, 1);
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Message value) {
    return bytes(field, value.toBytes());
  }

  Message bytes(int field, byte[] value) {
    varint(field << 3 | LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Message number(int field, int value) {
    varint(field << 3);
    varint(value);
    return this;
  }

  /** As it is. */
  Message raw(byte... some) {
    out.writeBytes(some);
    return this;
  }

  private void varint(int value) {
    int left = value;
    while (left >>> 7 != 0) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
