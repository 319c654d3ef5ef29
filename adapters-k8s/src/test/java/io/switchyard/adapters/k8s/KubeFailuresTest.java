package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubeFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED, true",
    "401, UNREACHABLE, true",
    "403, FORBIDDEN, true",
    "404, REJECTED, true",
    "409, BROKEN, true",
    "422, REJECTED, true",
    "429, THROTTLED, true",
    "500, UNREACHABLE, false",
    "503, UNREACHABLE, false",
    "504, UNREACHABLE, false",
    "301, BROKEN, false"
  })
  void an_answer_says_what_to_do_next(int code, Kind kind, boolean known) {
    TargetFailure failure = failure(code, "no");
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.outcomeKnown()).isEqualTo(known);
  }

  @Test
  void what_is_forbidden_names_the_verb() {
    String said =
        "pods is forbidden: User \"switchyard\" cannot create resource \"pods\" in API group \"\"";
    assertThat(failure(403, said))
        .hasMessageContaining("may not create pods in sjns-a-dev")
        .hasMessageContaining("cannot create resource \"pods\"");
  }

  @Test
  void a_full_quota_is_waited_for() {
    TargetFailure failure =
        failure(403, "pods \"exec\" is forbidden: exceeded quota: switchyard, requested: pods=1");
    assertThat(failure.kind()).isEqualTo(Kind.FULL);
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void who_is_asked_to_slow_down_hears_for_how_long() {
    var status =
        new StatusBuilder()
            .withCode(429)
            .withNewDetails()
            .withRetryAfterSeconds(7)
            .endDetails()
            .build();
    TargetFailure failure =
        KubeFailures.of("list pods", new KubernetesClientException("no", 429, status));
    assertThat(failure).hasMessageContaining("for 7 s");
  }

  @Test
  void a_kind_that_is_not_there_is_an_operator_that_is_not_there() {
    assertThat(failure(404, "the server could not find the requested resource"))
        .hasMessageContaining("is its operator installed?");
  }

  @Test
  void a_request_that_was_never_sent_had_no_effect() {
    TargetFailure refused = unanswered(new ConnectException("refused"));
    assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(refused.outcomeKnown()).isTrue();
    TargetFailure untrusted = unanswered(new SSLHandshakeException("PKIX path building failed"));
    assertThat(untrusted.outcomeKnown()).isTrue();
    assertThat(untrusted.retryable()).isTrue();
    assertThat(untrusted).hasMessageContaining("check ca_file");
  }

  @Test
  void a_request_that_was_not_answered_may_have_had_one() {
    assertThat(unanswered(new HttpTimeoutException("timed out")).outcomeKnown()).isFalse();
    assertThat(unanswered(new IOException("reset")).outcomeKnown()).isFalse();
  }

  @Test
  void a_conflict_with_another_object_is_no_object_that_is_there_already() {
    assertThat(KubeFailures.alreadyExists(conflict("AlreadyExists"))).isTrue();
    assertThat(KubeFailures.alreadyExists(conflict("Conflict"))).isFalse();
  }

  private static KubernetesClientException conflict(String reason) {
    var status = new StatusBuilder().withCode(409).withReason(reason).build();
    return new KubernetesClientException("no", 409, status);
  }

  private static TargetFailure unanswered(Throwable cause) {
    return KubeFailures.of("create pods", new KubernetesClientException("no", cause));
  }

  private static TargetFailure failure(int code, String message) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    return KubeFailures.of(
        "create pods in sjns-a-dev", new KubernetesClientException(message, code, status));
  }
}
