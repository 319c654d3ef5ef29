package io.switchyard.etl;

/** Spark could not run a part of the spec; the message names the part, the cause tells the rest. */
final class EtlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EtlFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
