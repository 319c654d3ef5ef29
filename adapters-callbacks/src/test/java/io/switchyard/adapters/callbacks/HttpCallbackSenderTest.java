package io.switchyard.adapters.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secrets;
import io.switchyard.domain.callback.CallbackTargets;
import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.callback.TargetPattern;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.CallbackAnswer;
import io.switchyard.ports.job.CallbackAnswer.Delivered;
import io.switchyard.ports.job.CallbackAnswer.Failed;
import io.switchyard.ports.job.CallbackAnswer.Gone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpCallbackSenderTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_772_359_261);
  private static final Secret SECRET = new Secret("a-secret-for-tests");
  private static final Team TEAM = new Team("data-infra");
  private static final Job JOB = EndedJobs.succeeded();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<AutoCloseable> open = new ArrayList<>();
  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = opened(Receiver.start());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(one);
    return one;
  }

  private static CallbackTargets allowing(String... patterns) {
    return new CallbackTargets(
        List.of(patterns).stream().map(TargetPattern::parse).toList(), List.of(), true);
  }

  private HttpCallbackSender sender(CallbackTargets targets, Secrets secrets) {
    return sender(targets, secrets, Lookup.SYSTEM, null, Duration.ofSeconds(10));
  }

  private HttpCallbackSender sender(
      CallbackTargets targets,
      Secrets secrets,
      Lookup lookup,
      @Nullable SSLContext tls,
      Duration whole) {
    var config = new CallbackSenderConfig(targets, secrets, null);
    return opened(
        new HttpCallbackSender(
            config, InstantSource.fixed(NOW), whole, new Client(targets, lookup, tls)));
  }

  private static Secrets common() {
    return new Secrets(List.of(SECRET), Map.of());
  }

  private HttpCallbackSender local() {
    return sender(allowing("127.0.0.1"), common());
  }

  private static CallbackAnswer send(HttpCallbackSender sender, String url) {
    return assertTimeoutPreemptively(PATIENCE, () -> sender.send(JOB, new CallbackUrl(url)));
  }

  private String here() {
    return receiver.url("127.0.0.1");
  }

  private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses;
  }

  @Test
  void one_signed_event_is_posted() throws IOException {
    assertThat(send(local(), here())).isEqualTo(new Delivered(200));

    assertThat(receiver.requests).hasSize(1);
    Receiver.Request request = receiver.requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook?token=a%20b");
    assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
    assertThat(request.header("Content-Type"))
        .isEqualTo("application/cloudevents+json; charset=utf-8");
    assertThat(request.header("User-Agent")).isEqualTo("Switchyard");
    assertThat(request.header("Switchyard-Signature"))
        .isEqualTo(Signature.of(request.body(), NOW, List.of(SECRET)));
    assertThat(new ObjectMapper().readTree(request.body()).path("subject").asText())
        .isEqualTo(JOB.id().value());
  }

  @Test
  void a_repetition_is_the_same_event() {
    HttpCallbackSender sender = local();
    send(sender, here());
    send(sender, here());
    assertThat(receiver.requests)
        .extracting(Receiver.Request::text)
        .hasSize(2)
        .containsOnly(receiver.requests.get(0).text());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void what_begins_with_2_means_taken(int status) {
    receiver.status = status;
    assertThat(send(local(), here())).isEqualTo(new Delivered(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 405, 407, 415, 500, 502, 504})
  void other_answers_are_failures(int status) {
    receiver.status = status;
    receiver.headers = Map.of("Retry-After", "77", "WWW-Authenticate", "Basic realm=x");
    assertThat(send(local(), here()))
        .isEqualTo(new Failed(status, "the receiver answered " + status, null));
    assertThat(receiver.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "429, 77, 77",
    "503, 77, 77",
    "503, 'Sun, 01 Mar 2026 10:02:01 GMT', 60",
    "503, 'Sun, 01 Mar 2020 10:02:01 GMT', 0",
    "503, soon,",
    "429, -1,",
    "429, 99999999999,"
  })
  void a_receiver_that_is_busy_may_say_for_how_long(int status, String said, @Nullable Long asked) {
    receiver.status = status;
    receiver.headers = Map.of("Retry-After", said);
    assertThat(send(local(), here()))
        .isEqualTo(
            new Failed(
                status,
                "the receiver answered " + status,
                asked == null ? null : Duration.ofSeconds(asked)));
  }

  @Test
  void a_receiver_that_is_gone_says_so() {
    receiver.status = 410;
    assertThat(send(local(), here())).isInstanceOf(Gone.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirects_are_not_followed(int status) throws IOException {
    Receiver inside = opened(Receiver.start());
    receiver.status = status;
    receiver.headers = Map.of("Location", inside.url("127.0.0.1"));
    assertThat(send(local(), here()))
        .isEqualTo(
            new Failed(
                status, "the receiver answered " + status + "; redirects are not followed", null));
    assertThat(inside.requests).isEmpty();
  }

  @Test
  void a_long_answer_is_not_read_to_its_end() {
    receiver.answerBytes = 50_000_000;
    assertThat(send(local(), here())).isEqualTo(new Delivered(200));
  }

  @Test
  void a_receiver_that_does_not_answer_is_left() {
    receiver.hold = new CountDownLatch(1);
    HttpCallbackSender sender =
        sender(allowing("127.0.0.1"), common(), Lookup.SYSTEM, null, Duration.ofMillis(300));
    assertThat(send(sender, here()))
        .isEqualTo(new Failed(null, "the receiver did not answer in time", null));
    assertThat(receiver.requests).hasSize(1);
  }

  @Test
  void a_name_server_that_does_not_answer_is_left_too() {
    CountDownLatch never = new CountDownLatch(1);
    open.add(never::countDown);
    Lookup hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new UnknownHostException(host);
          }
          return List.of();
        };
    HttpCallbackSender sender = sender(allowing(), common(), hanging, null, Duration.ofMillis(300));
    assertThat(send(sender, "http://x.example/"))
        .isEqualTo(new Failed(null, "the receiver did not answer in time", null));
  }

  @Test
  void a_receiver_that_hangs_up_is_a_failure_and_is_not_asked_twice() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ServerSocket server = opened(new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1")));
    Thread hangingUp =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket call = server.accept()) {
                  calls.incrementAndGet();
                  call.getInputStream().read();
                } catch (IOException e) {
                  return;
                }
              }
            });
    hangingUp.setDaemon(true);
    hangingUp.start();
    CallbackAnswer answer = send(local(), "http://127.0.0.1:" + server.getLocalPort());
    assertThat(answer).isInstanceOf(Failed.class);
    assertThat(((Failed) answer).status()).isNull();
    assertThat(((Failed) answer).reason()).contains("closed the connection");
    assertThat(calls).hasValue(1);
  }

  @Test
  void nobody_at_home_is_a_failure() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(send(local(), "http://127.0.0.1:" + free))
        .isEqualTo(new Failed(null, "the host cannot be connected to", null));
    HttpCallbackSender nameless =
        sender(
            allowing(),
            common(),
            host -> {
              throw new UnknownHostException(host);
            },
            null,
            PATIENCE);
    assertThat(send(nameless, "http://x.example"))
        .isEqualTo(new Failed(null, "the host has no address", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"})
  void this_machine_is_not_connected_to_unless_it_is_allowed(String host) {
    CallbackAnswer answer = send(sender(CallbackTargets.DEFAULT, common()), receiver.url(host));
    assertThat(((Failed) answer).reason()).contains("loopback").contains("callbacks.allow");
    assertThat(receiver.requests).isEmpty();
  }

  @Test
  void a_name_that_has_a_private_address_is_not_connected_to() {
    HttpCallbackSender sender =
        sender(CallbackTargets.DEFAULT, common(), host -> addresses("127.0.0.1"), null, PATIENCE);
    CallbackAnswer answer = send(sender, receiver.url("public.example"));
    assertThat(((Failed) answer).reason()).startsWith("public.example has a loopback address");
    assertThat(receiver.requests).isEmpty();
  }

  @Test
  void the_address_that_was_checked_is_the_one_that_is_connected_to() throws IOException {
    // The same port at two addresses; only the first is allowed. The name changes at each look-up.
    Receiver forbidden = opened(Receiver.at("127.0.0.2", receiver.port()));
    AtomicInteger lookups = new AtomicInteger();
    Lookup rebinding =
        host -> addresses(lookups.getAndIncrement() % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
    HttpCallbackSender sender = sender(allowing("127.0.0.1"), common(), rebinding, null, PATIENCE);

    for (int i = 0; i < 3; i++) {
      assertThat(send(sender, receiver.url("rebind.example"))).isEqualTo(new Delivered(200));
      assertThat(send(sender, receiver.url("rebind.example"))).isInstanceOf(Failed.class);
    }

    assertThat(lookups).hasValue(6);
    assertThat(receiver.requests).hasSize(3);
    assertThat(receiver.requests)
        .extracting(request -> request.header("Host"))
        .containsOnly("rebind.example:" + receiver.port());
    assertThat(forbidden.requests).isEmpty();
  }

  @Test
  void of_several_addresses_only_the_allowed_ones_are_used() throws IOException {
    Receiver forbidden = opened(Receiver.at("127.0.0.2", receiver.port()));
    HttpCallbackSender sender =
        sender(
            allowing("127.0.0.1"),
            common(),
            host -> addresses("127.0.0.2", "127.0.0.1"),
            null,
            PATIENCE);
    assertThat(send(sender, receiver.url("both.example"))).isEqualTo(new Delivered(200));
    assertThat(forbidden.requests).isEmpty();
  }

  @Test
  void the_proxy_of_the_machine_is_not_used() throws IOException {
    Receiver proxy = opened(Receiver.start());
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "" + proxy.port());
    System.setProperty("http.nonProxyHosts", "");
    try {
      assertThat(send(local(), here())).isEqualTo(new Delivered(200));
      assertThat(proxy.requests).isEmpty();
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @Test
  void over_tls_the_host_of_the_url_must_show_its_certificate(@TempDir Path folder)
      throws Exception {
    SSLContext tls = Certificates.of("hooks.example.com", folder).context();
    Receiver secure = opened(Receiver.secure(tls));
    Lookup pinned = host -> addresses("127.0.0.1");
    HttpCallbackSender sender = sender(allowing("127.0.0.1"), common(), pinned, tls, PATIENCE);

    assertThat(send(sender, secure.url("hooks.example.com"))).isEqualTo(new Delivered(200));
    assertThat(secure.requests.get(0).servers()).containsExactly("hooks.example.com");

    CallbackAnswer other = send(sender, secure.url("other.example.com"));
    assertThat(((Failed) other).reason()).startsWith("TLS failed: ");
    HttpCallbackSender distrusting =
        sender(allowing("127.0.0.1"), common(), pinned, null, PATIENCE);
    CallbackAnswer unknown = send(distrusting, secure.url("hooks.example.com"));
    assertThat(((Failed) unknown).reason()).startsWith("TLS failed: ");
    assertThat(secure.requests).hasSize(1);
  }

  @Test
  void there_is_a_signature_for_each_secret_of_the_team() {
    Secret old = new Secret("the-secret-before-it");
    Secret own = new Secret("a-secret-of-that-team");
    send(sender(allowing("127.0.0.1"), new Secrets(List.of(SECRET, old), Map.of())), here());
    Secrets ofTeam = new Secrets(List.of(SECRET), Map.of(TEAM, List.of(own)));
    send(sender(allowing("127.0.0.1"), ofTeam), here());

    assertThat(receiver.requests)
        .extracting(request -> request.header("Switchyard-Signature"))
        .containsExactly(
            Signature.of(receiver.requests.get(0).body(), NOW, List.of(SECRET, old)),
            Signature.of(receiver.requests.get(1).body(), NOW, List.of(own)));
  }

  @Test
  void nothing_is_sent_unsigned() {
    CallbackAnswer answer = send(sender(allowing("127.0.0.1"), Secrets.NONE), here());
    assertThat(((Failed) answer).reason()).contains("callbacks.secret_file");
    assertThat(receiver.requests).isEmpty();
  }

  @Test
  void nothing_is_sent_after_the_close() {
    HttpCallbackSender sender = local();
    send(sender, here());
    sender.close();
    assertThat(send(sender, here())).isInstanceOf(Failed.class);
    assertThat(receiver.requests).hasSize(1);
  }
}
