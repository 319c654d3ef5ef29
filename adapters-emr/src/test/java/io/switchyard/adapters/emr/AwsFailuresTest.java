package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.emr.model.EmrException;

final class AwsFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|ThrottlingException|Rate exceeded|THROTTLED|true",
        "400|RequestLimitExceeded||THROTTLED|true",
        "503|SlowDown|Please reduce your request rate.|THROTTLED|true",
        "429|TooManyRequestsException||THROTTLED|true",
        "409|ConditionalRequestConflict||THROTTLED|true",
        "400|ExpiredTokenException|The security token is expired|UNREACHABLE|true",
        "400|ExpiredToken||UNREACHABLE|true",
        "400|UnrecognizedClientException||UNREACHABLE|true",
        "403|InvalidSignatureException|Signature expired|UNREACHABLE|true",
        "403|RequestTimeTooSkewed||UNREACHABLE|true",
        "400|AccessDeniedException|User is not authorized|FORBIDDEN|true",
        "403|AccessDenied||FORBIDDEN|true",
        "403|Whatever||FORBIDDEN|true",
        "400|ValidationException|Maximum number of active steps(State = 'Running') for cluster"
            + " exceeded.|FULL|true",
        "400|ValidationException|The requested number of instances exceeds the EC2 quota|FULL|true",
        "400|ValidationException|A job flow that is shutting down, terminating, or finished may not"
            + " be modified.|UNREACHABLE|true",
        "400|InvalidRequestException|Cluster id 'j-1' is not valid.|REJECTED|true",
        "400|ValidationException|Invalid InstanceProfile|REJECTED|true",
        "404|NoSuchBucket||REJECTED|true",
        "500|InternalServerError||UNREACHABLE|false",
        "503|ServiceUnavailable||UNREACHABLE|false",
        "502|||UNREACHABLE|false",
        "302|||BROKEN|false"
      })
  void an_answer_says_what_to_do_next(
      int status, String code, String said, Kind kind, boolean known) {
    TargetFailure failure = AwsFailures.of("AddJobFlowSteps on j-1", answer(status, code, said));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.outcomeKnown()).isEqualTo(known);
    assertThat(failure).hasMessageContaining("AddJobFlowSteps on j-1");
  }

  private static SdkException answer(int status, String code, String said) {
    return EmrException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(said).build())
        .build();
  }

  @Test
  void a_request_that_was_never_sent_had_no_effect() {
    for (Exception cause :
        new Exception[] {
          new ConnectException("refused"),
          new UnknownHostException("elasticmapreduce"),
          new SSLHandshakeException("not trusted")
        }) {
      TargetFailure failure = silence(cause);
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.outcomeKnown()).isTrue();
    }
  }

  @Test
  void a_request_without_an_answer_may_have_had_one() {
    for (Exception cause :
        new Exception[] {
          new SocketTimeoutException("Read timed out"), new SSLException("closed")
        }) {
      assertThat(silence(cause).kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(silence(cause).outcomeKnown()).isFalse();
    }
    SdkException timeout = ApiCallTimeoutException.create(20_000);
    assertThat(AwsFailures.of("RunJobFlow", timeout).outcomeKnown()).isFalse();
  }

  @Test
  void without_credentials_nothing_is_sent() {
    SdkException none = SdkClientException.create("Unable to load credentials from any provider");
    TargetFailure failure = AwsFailures.of("RunJobFlow", none);
    assertThat(failure.outcomeKnown()).isTrue();
    assertThat(failure.retryable()).isTrue();
  }

  private static TargetFailure silence(Exception cause) {
    return AwsFailures.of("RunJobFlow", SdkClientException.create("no", cause));
  }
}
