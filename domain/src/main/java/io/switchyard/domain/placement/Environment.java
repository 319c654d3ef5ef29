package io.switchyard.domain.placement;

import io.switchyard.domain.input.InputReader;
import java.util.Locale;

/** What a cluster or job is for; backends say which of them they serve. */
public enum Environment {
  DEV,
  STAGING,
  CI,
  PROD;

  /** As in the API and in names: {@code dev}, {@code staging}, {@code ci}, {@code prod}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static InputReader<Environment> reader() {
    return InputReader.lowerCaseEnum(Environment.class);
  }

  @Override
  public String toString() {
    return word();
  }
}
