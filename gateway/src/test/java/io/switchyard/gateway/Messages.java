package io.switchyard.gateway;

/** Requests as clients write them. */
final class Messages {

  static final String SESSION = "00000000-0000-4000-8000-000000000001";

  private Messages() {}

  static Proto of(String session, String user) {
    return new Proto().text(1, session).message(2, new Proto().text(1, user).text(2, user));
  }

  /** An ExecutePlan request with a plan of so many bytes. */
  static byte[] execute(int plan) {
    return of(SESSION, "mallory").bytes(3, new byte[plan]).text(6, "op-1").toBytes();
  }

  static byte[] small() {
    return of(SESSION, "mallory").text(4, "a test").toBytes();
  }
}
