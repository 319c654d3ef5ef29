package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {

  @TempDir private Path temp;
  private TestCertificate first;
  private GatewayConfig.Tls files;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    first = new TestCertificate(temp);
    files = new GatewayConfig.Tls(temp.resolve("cert.pem"), temp.resolve("key.pem"));
    first.into(files);
    rig = new Rig(GatewayConfig.of("127.0.0.1", 0).with(files));
    rig.upstream.answer(
        "Echo",
        (heard, call) -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(heard.messages().get(0));
          call.close(Status.OK, new Metadata());
        });
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private byte[] echo(TestCertificate trusted)
      throws IOException, java.security.GeneralSecurityException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", rig.gateway.port())
            .overrideAuthority("localhost")
            .sslContext(GrpcSslContexts.forClient().trustManager(trusted.certificate()).build())
            .build();
    try {
      return ClientCalls.blockingUnaryCall(
          channel,
          Bytes.method(MethodType.UNARY, "Echo"),
          CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
          Messages.execute(300_000));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void calls_pass_and_a_new_certificate_is_used_without_a_restart() throws Exception {
    assertThat(echo(first)).hasSizeGreaterThan(300_000);
    TestCertificate second = new TestCertificate(temp);
    second.into(files);
    Rig.await("the new certificate", () -> isTrusted(second));
    assertThatThrownBy(() -> echo(first)).isInstanceOf(StatusRuntimeException.class);

    assertThat(rig.gateway.hindrance()).isEmpty();
    Files.writeString(files.key(), "not a key");
    assertThat(isTrusted(second)).as("what is broken is not used").isTrue();
    assertThat(rig.gateway.hindrance()).as("it goes on with what it has").isEmpty();
    TestCertificate third = new TestCertificate(temp);
    third.into(files);
    Rig.await("the third certificate", () -> isTrusted(third));
    rig.gateway.drain();
    assertThat(rig.gateway.hindrance()).contains("is draining or closed");
  }

  private boolean isTrusted(TestCertificate certificate) {
    try {
      return echo(certificate).length > 0;
    } catch (IOException | java.security.GeneralSecurityException | StatusRuntimeException e) {
      return false;
    }
  }

  @Test
  void a_client_that_speaks_another_protocol_or_none_is_let_go() throws Exception {
    for (String[] protocols : new String[][] {{"http/1.1"}, {}}) {
      try (SSLSocket socket = tls()) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        int read;
        try {
          socket.startHandshake();
          read = socket.getInputStream().read();
        } catch (IOException refused) {
          read = -1;
        }
        assertThat(read).isEqualTo(-1);
      }
    }
  }

  @Test
  void old_tls_is_not_spoken() throws Exception {
    try (SSLSocket socket = tls()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  private SSLSocket tls() throws Exception {
    java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", first.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = javax.net.ssl.SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", rig.gateway.port());
  }

  @Test
  void files_that_cannot_be_used_stop_the_start() throws Exception {
    Files.writeString(files.key(), "not a key");
    GatewayConfig config = GatewayConfig.of("127.0.0.1", 0).with(files);
    assertThatThrownBy(() -> Gateway.start(config, rig.routes))
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
  }
}
