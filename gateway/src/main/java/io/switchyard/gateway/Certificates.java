package io.switchyard.gateway;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's certificate and key, read again once the files have changed. */
final class Certificates {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final GatewayConfig.Tls files;
  private volatile SslContext current;
  private String stamp;

  /**
   * @throws SSLException if the files cannot be used
   */
  Certificates(GatewayConfig.Tls files) throws IOException {
    this.files = files;
    this.stamp = stamp();
    this.current = read();
  }

  SslContext current() {
    return current;
  }

  /** Reads the files if they changed; keeps what it has while they cannot be used. */
  void refresh() {
    try {
      String now = stamp();
      if (!now.equals(stamp)) {
        current = read();
        stamp = now;
        LOG.atInfo().addKeyValue("certificate", files.certificate()).log("certificate read again");
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("certificate", files.certificate())
          .addKeyValue("key", files.key())
          .addKeyValue("error", e.getMessage())
          .log("the changed certificate cannot be used; the former one stays");
    }
  }

  private String stamp() throws IOException {
    return stamp(files.certificate()) + stamp(files.key());
  }

  private static String stamp(Path file) throws IOException {
    return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
  }

  private SslContext read() throws SSLException {
    SslProvider provider =
        OpenSsl.isAvailable() && SslProvider.isAlpnSupported(SslProvider.OPENSSL)
            ? SslProvider.OPENSSL
            : SslProvider.JDK;
    return SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
        .sslProvider(provider)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }
}
