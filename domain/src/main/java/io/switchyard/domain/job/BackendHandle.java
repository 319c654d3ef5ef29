package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;

/**
 * What a backend calls one execution's driver; only the adapter that made it can read it.
 *
 * @param value 1 to 512 characters
 */
public record BackendHandle(String value) {

  public BackendHandle {
    if (value.isBlank() || value.length() > 512) {
      throw InvalidValue.of(value, "is not a backend handle", "1 to 512 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
