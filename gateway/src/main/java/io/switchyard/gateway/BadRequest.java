package io.switchyard.gateway;

/** What a client sent cannot be passed on. */
final class BadRequest extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  BadRequest(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static BadRequest invalid(String message) {
    return new BadRequest(Status.INVALID_ARGUMENT, message);
  }

  static BadRequest malformed() {
    return invalid("the request is not a protobuf message");
  }

  static BadRequest compressed() {
    return new BadRequest(Status.UNIMPLEMENTED, "compressed messages are not supported; send none");
  }

  static BadRequest tooLarge(long length, int most) {
    return new BadRequest(
        Status.RESOURCE_EXHAUSTED,
        "a message of " + length + " bytes is larger than the limit of " + most);
  }

  int code() {
    return code;
  }
}
