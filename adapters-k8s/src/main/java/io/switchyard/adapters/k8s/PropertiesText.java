package io.switchyard.adapters.k8s;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Writes settings in the format of {@link Properties}, the same text for the same settings. */
final class PropertiesText {

  private PropertiesText() {}

  static String of(SortedMap<String, String> settings) {
    return settings.entrySet().stream()
        .map(PropertiesText::line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(Map.Entry<String, String> setting) {
    Properties one = new Properties();
    one.setProperty(setting.getKey(), setting.getValue());
    StringWriter text = new StringWriter();
    try {
      one.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The first line is the time.
    return text.toString().lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
  }
}
