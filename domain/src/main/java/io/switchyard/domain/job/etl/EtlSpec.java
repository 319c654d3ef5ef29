package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InputReader;
import java.util.Map;

public record EtlSpec(Map<String, String> all) {
  public static InputReader<EtlSpec> reader() {
    return InputReader.textMap().then(EtlSpec::new);
  }

  public Map<String, Object> toTree() {
    return Map.copyOf(all);
  }
}
