package io.switchyard.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of a small message that is there whole, one after the other. */
final class Fields {

  private static final int LONGEST_VARINT = 10;

  private final byte[] message;
  private int at;
  private int start;
  private int field;
  private int valueStart;
  private boolean lengthDelimited;

  Fields(byte[] message) {
    this.message = message;
  }

  /** Goes to the next field; false if there is none. */
  boolean next() throws BadRequest {
    if (at == message.length) {
      return false;
    }
    start = at;
    long tag = varint();
    field = (int) (tag >>> 3);
    lengthDelimited = (tag & 7) == FieldScan.LENGTH;
    if (tag > 0xFFFF_FFFFL || tag < 0 || field == 0) {
      throw BadRequest.malformed();
    }
    switch ((int) (tag & 7)) {
      case 0 -> varint();
      case 1 -> skip(8);
      case 2 -> skip(varint());
      case 5 -> skip(4);
      default -> throw BadRequest.malformed();
    }
    return true;
  }

  int field() {
    return field;
  }

  /** Of the field with its tag. */
  int start() {
    return start;
  }

  int end() {
    return at;
  }

  /** Of a length-delimited field; any other is malformed. */
  byte[] bytes() throws BadRequest {
    if (!lengthDelimited) {
      throw BadRequest.malformed();
    }
    return Arrays.copyOfRange(message, valueStart, at);
  }

  static String utf8(byte[] bytes) throws BadRequest {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw BadRequest.malformed();
    }
  }

  private void skip(long length) throws BadRequest {
    if (length < 0 || length > message.length - at) {
      throw BadRequest.malformed();
    }
    valueStart = at;
    at += (int) length;
  }

  private long varint() throws BadRequest {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT && at < message.length; i++) {
      byte next = message[at++];
      value |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw BadRequest.malformed();
  }
}
