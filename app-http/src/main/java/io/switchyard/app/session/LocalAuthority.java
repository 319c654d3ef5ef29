package io.switchyard.app.session;

import io.switchyard.app.session.Der.Extension;
import io.switchyard.gateway.GatewayConfig.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A certificate authority of this machine, and a certificate by it: made once, in files that go on
 * to be used. The authority's own key is thrown away, so that nobody can make more by it; for other
 * names, or when it runs out, remove the folder.
 */
final class LocalAuthority {

  private static final Duration VALID = Duration.ofDays(825);
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;

  LocalAuthority(Path folder) {
    this.folder = folder;
  }

  /** What clients have to trust. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /**
   * The certificate's files; makes them if they are not there.
   *
   * @param names hosts that the certificate is for; one that begins with a star covers a label
   * @throws UncheckedIOException if the folder cannot be written
   */
  Tls certificate(List<String> names, Instant now) {
    Tls tls = new Tls(folder.resolve("server.pem"), folder.resolve("server.key"));
    // The key is written last, so that a half-made set is made again.
    if (!Files.exists(tls.key())) {
      try {
        Files.createDirectories(folder);
        make(tls, names, now);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return tls;
  }

  private void make(Tls tls, List<String> names, Instant now)
      throws IOException, GeneralSecurityException {
    KeyPair authority = pair();
    KeyPair server = pair();
    Instant from = now.minus(Duration.ofDays(1));
    Instant until = now.plus(VALID);
    byte[] issuer = Der.name("Switchyard local authority");
    byte[] root =
        certificate(issuer, issuer, authority, authority, from, until, Extension.authority());
    byte[] leaf =
        certificate(
            issuer,
            Der.name("Switchyard gateway"),
            authority,
            server,
            from,
            until,
            Extension.server(names));
    write(authority(), pem("CERTIFICATE", root), false);
    write(tls.certificate(), pem("CERTIFICATE", leaf) + pem("CERTIFICATE", root), false);
    write(tls.key(), pem("PRIVATE KEY", server.getPrivate().getEncoded()), true);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] certificate(
      byte[] issuer,
      byte[] subject,
      KeyPair authority,
      KeyPair owner,
      Instant from,
      Instant until,
      byte[] extensions)
      throws GeneralSecurityException {
    byte[] signed =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(120, new SecureRandom()).setBit(119)),
            Der.ECDSA_SHA256,
            issuer,
            Der.sequence(Der.time(from), Der.time(until)),
            subject,
            owner.getPublic().getEncoded(),
            Der.explicit(3, extensions));
    return Der.sequence(signed, Der.ECDSA_SHA256, Der.bits(sign(signed, authority.getPrivate())));
  }

  private static byte[] sign(byte[] what, PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(what);
    return signature.sign();
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
  }

  private static void write(Path file, String text, boolean secret) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    if (secret && posix) {
      Files.createFile(beside, PosixFilePermissions.asFileAttribute(PRIVATE));
    } else {
      Files.createFile(beside);
    }
    Files.write(
        beside, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
