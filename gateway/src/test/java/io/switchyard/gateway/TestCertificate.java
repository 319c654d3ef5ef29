package io.switchyard.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate for localhost, signed by itself, as the JDK's keytool makes it. */
final class TestCertificate {

  private final KeyStore store;

  TestCertificate(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve(System.nanoTime() + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
  }

  X509Certificate certificate() throws GeneralSecurityException {
    return (X509Certificate) store.getCertificate("gateway");
  }

  /** Puts it where the gateway looks, each file at once. */
  void into(GatewayConfig.Tls files) throws IOException, GeneralSecurityException {
    write(
        files.key(), "PRIVATE KEY", store.getKey("gateway", "changeit".toCharArray()).getEncoded());
    write(files.certificate(), "CERTIFICATE", certificate().getEncoded());
  }

  private static void write(Path file, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        beside, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
