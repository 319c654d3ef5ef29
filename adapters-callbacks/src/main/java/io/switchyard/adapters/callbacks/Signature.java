package io.switchyard.adapters.callbacks;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that a body is ours and how old the showing is: {@code t=<unix seconds>,v1=<hex>}, with one
 * {@code v1} for each secret, the HMAC-SHA256 of the seconds, a dot and the body.
 */
final class Signature {

  static final String HEADER = "Switchyard-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /** The header's value. */
  static String of(byte[] body, Instant at, List<Secret> secrets) {
    StringBuilder value = new StringBuilder("t=").append(at.getEpochSecond());
    for (Secret secret : secrets) {
      Mac mac = mac(secret);
      mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
      value.append(",v1=").append(HexFormat.of().formatHex(mac.doFinal(body)));
    }
    return value.toString();
  }

  private static Mac mac(Secret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.text().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
