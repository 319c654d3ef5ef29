package io.switchyard.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Requests and answers of Spark Connect's Config, read field by field. */
final class ConfigMessages {

  private static final int OPERATION = 3;
  private static final int SET = 1;
  private static final int GET_WITH_DEFAULT = 3;
  private static final int GET_ALL = 5;
  private static final int ANSWER_PAIRS = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /**
   * What a request names.
   *
   * @param keys read or written
   * @param prefix that a request for all pairs asks for, and that its answer's keys lack
   */
  record Asked(List<String> keys, String prefix) {}

  private ConfigMessages() {}

  /** Reads a request's fields; one that could be understood in two ways is refused. */
  static Asked asked(byte[] request) throws BadRequest {
    byte[] operation = {};
    int operations = 0;
    for (Fields f = new Fields(request); f.next(); ) {
      if (f.field() == OPERATION) {
        operation = f.bytes();
        operations++;
      }
    }
    List<String> keys = new ArrayList<>();
    String prefix = "";
    for (Fields f = new Fields(operation); f.next(); operations++) {
      if (f.field() == GET_ALL) {
        prefix = text(f.bytes(), 1);
      } else {
        boolean pairs = f.field() == SET || f.field() == GET_WITH_DEFAULT;
        keysOf(f.bytes(), pairs, keys);
      }
    }
    if (operations > 2) {
      throw BadRequest.invalid("a Config request has one operation");
    }
    return new Asked(keys, prefix);
  }

  /**
   * An answer with other values.
   *
   * @param shown of a key and its value, the value to write instead
   */
  static byte[] shown(byte[] answer, String prefix, BinaryOperator<String> shown)
      throws BadRequest {
    Proto out = new Proto();
    for (Fields f = new Fields(answer); f.next(); ) {
      if (f.field() == ANSWER_PAIRS) {
        out.bytes(ANSWER_PAIRS, shownPair(f.bytes(), prefix, shown));
      } else {
        out.raw(answer, f.start(), f.end());
      }
    }
    return out.toBytes();
  }

  private static byte[] shownPair(byte[] pair, String prefix, BinaryOperator<String> shown)
      throws BadRequest {
    String key = prefix + text(pair, KEY);
    Proto out = new Proto();
    for (Fields f = new Fields(pair); f.next(); ) {
      if (f.field() == VALUE) {
        out.text(VALUE, shown.apply(key, Fields.utf8(f.bytes())));
      } else {
        out.raw(pair, f.start(), f.end());
      }
    }
    return out.toBytes();
  }

  private static void keysOf(byte[] operation, boolean pairs, List<String> keys) throws BadRequest {
    for (Fields f = new Fields(operation); f.next(); ) {
      if (f.field() == 1) {
        keys.add(pairs ? text(f.bytes(), KEY) : Fields.utf8(f.bytes()));
      }
    }
  }

  /** A text field of a message, the last if it is there more than once. */
  static String text(byte[] message, int field) throws BadRequest {
    String value = "";
    for (Fields f = new Fields(message); f.next(); ) {
      if (f.field() == field) {
        value = Fields.utf8(f.bytes());
      }
    }
    return value;
  }
}
