package io.switchyard.app.tracing;

import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.text;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go. Nothing is traced without an endpoint.
 *
 * @param endpoint of an OTLP receiver over HTTP, without {@code /v1/traces}; null for none
 * @param headers sent with every export; their values are secret
 * @param serviceName what traces say they are of
 * @param sampleRatio how many of the calls that nobody else has decided about are traced, 0 to 1
 */
public record TracingConfig(
    @Nullable URI endpoint, Map<String, String> headers, String serviceName, double sampleRatio) {

  public static final TracingConfig OFF = new TracingConfig(null, Map.of(), "switchyard", 1);

  public TracingConfig {
    headers = Map.copyOf(headers);
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw InvalidValue.at("sample_ratio", "" + sampleRatio, "is outside 0 to 1", "");
    }
  }

  /** Reads every key; each may be left out. */
  public static TracingConfig read(InputObject in) {
    var endpoint = in.optional("endpoint", text().then(TracingConfig::endpoint));
    var headers = in.optional("headers", textMap(), Map.of());
    var name = in.optional("service_name", nonBlankText(), OFF.serviceName());
    var ratio = in.optional("sample_ratio", TracingConfig::ratio, 1.0);
    return in.build(
        () ->
            new TracingConfig(endpoint.get().orElse(null), headers.get(), name.get(), ratio.get()));
  }

  private static URI endpoint(String written) {
    try {
      URI uri =
          new URI(written.endsWith("/") ? written.substring(0, written.length() - 1) : written);
      if (Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The same answer as below.
    }
    throw InvalidValue.of(
        written, "is not an OTLP endpoint", "write http://host:4318, without /v1/traces");
  }

  private static double ratio(@Nullable Object raw) {
    String written = String.valueOf(raw);
    try {
      return Double.parseDouble(written);
    } catch (NumberFormatException e) {
      throw InvalidValue.of(written, "is not a number", "write one from 0 to 1");
    }
  }

  /** Does not show the headers. */
  @Override
  public String toString() {
    return "TracingConfig[" + endpoint + ", " + serviceName + ", " + sampleRatio + "]";
  }
}
