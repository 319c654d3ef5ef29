package io.switchyard.benchmarks.chaos.spark;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What is said over HTTP. */
final class Exchange {

  private Exchange() {}

  /**
   * A question.
   *
   * @param path without the query
   */
  record Request(String path, Map<String, String> query, byte[] body) {

    static Request of(String target, byte[] body) {
      int mark = target.indexOf('?');
      Map<String, String> query = new HashMap<>();
      if (mark >= 0) {
        for (String pair : target.substring(mark + 1).split("&")) {
          String[] keyAndValue = pair.split("=", 2);
          query.put(keyAndValue[0], keyAndValue.length == 2 ? keyAndValue[1] : "");
        }
      }
      return new Request(mark < 0 ? target : target.substring(0, mark), query, body);
    }

    String lastPart() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** An answer and its fate. */
  record Reply(int status, byte[] body, Delivery delivery, Duration after) {}
}
