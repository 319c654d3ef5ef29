package io.switchyard.app.session;

import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidValue;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How calls are encrypted.
 *
 * @param certificate PEM, the chain; null unless {@link Mode#FILES}
 * @param key PEM, PKCS #8; null unless {@link Mode#FILES}
 */
public record TlsSettings(Mode mode, @Nullable Path certificate, @Nullable Path key) {

  /** Where the certificate comes from. */
  public enum Mode {
    /** Local with tokens; none without, since everything stays on this machine then. */
    UNSAID,
    /** Not at all. */
    NONE,
    /** From an authority of this machine's own. */
    LOCAL,
    /** From files. */
    FILES
  }

  public static final TlsSettings UNSAID = new TlsSettings(Mode.UNSAID, null, null);

  /** Reads {@code none}, {@code local}, or an object with {@code certificate} and {@code key}. */
  static TlsSettings read(@Nullable Object raw) {
    if (raw instanceof Map<?, ?>) {
      return InputObject.read(
          raw,
          in -> {
            var certificate = in.required("certificate", nonBlankText().then(Path::of));
            var key = in.required("key", nonBlankText().then(Path::of));
            return in.build(() -> new TlsSettings(Mode.FILES, certificate.get(), key.get()));
          });
    } else if ("none".equals(raw)) {
      return new TlsSettings(Mode.NONE, null, null);
    } else if ("local".equals(raw)) {
      return new TlsSettings(Mode.LOCAL, null, null);
    }
    throw InvalidValue.of(
        String.valueOf(raw), "is not known", "write none, local, or {certificate: …, key: …}");
  }
}
