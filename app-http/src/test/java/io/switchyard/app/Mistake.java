package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.rpc.BadRequest;
import io.grpc.Status.Code;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.app.GrpcClient.Refused;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What must be refused, over both edges, and how.
 *
 * @param value empty where it is no text of the request
 */
record Mistake(
    int status,
    String field,
    String value,
    String rule,
    String fix,
    Supplier<Answer> rest,
    Runnable grpc) {

  /** Reads {@code status | field | value | rule | fix}. */
  static Mistake of(String row, Supplier<Answer> rest, Runnable grpc) {
    String[] cells = Stream.of(row.split("[|]", -1)).map(String::strip).toArray(String[]::new);
    int status = Integer.parseInt(cells[0]);
    return new Mistake(status, cells[1], cells[2], cells[3], cells[4], rest, grpc);
  }

  private Code code() {
    return switch (status) {
      case 400, 422 -> Code.INVALID_ARGUMENT;
      case 403 -> Code.RESOURCE_EXHAUSTED;
      case 404 -> Code.NOT_FOUND;
      case 409 -> Code.FAILED_PRECONDITION;
      default -> throw new IllegalStateException("status " + status);
    };
  }

  /** Its answer over REST, which must be as wanted. */
  Answer refusedOverRest() {
    Answer answer = rest.get();
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.fields()).as(answer.text()).contains(field);
    for (JsonNode error : answer.json().get("errors")) {
      if (error.get("field").asText().equals(field)) {
        assertError(error);
      }
    }
    return answer;
  }

  private void assertError(JsonNode error) {
    String saidFix = error.get("fix").asText();
    assertThat(error.get("rule").asText()).isNotBlank().contains(rule);
    assertThat(saidFix).contains(fix);
    // A rule that lists what may stand there says by itself what to do.
    boolean lists = rule.startsWith("is not one of") || rule.startsWith("is outside");
    assertThat(lists || !saidFix.isBlank()).as(error.toString()).isTrue();
    if (!value.isEmpty()) {
      assertThat(error.get("value").asText()).isEqualTo(value);
    }
  }

  /** The same must be said over gRPC. */
  void refusedOverGrpcAs(Answer answer) {
    Refused refused = Refused.by(grpc);
    assertThat(refused.code()).isEqualTo(code());
    assertThat(refused.message()).isEqualTo(answer.at("detail"));
    String urn = refused.reason().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat("urn:switchyard:problem:" + urn).isEqualTo(answer.at("type"));
    assertThat(refused.fields()).containsExactlyElementsOf(answer.fields());
    List<String> told =
        refused.detail(BadRequest.class).getFieldViolationsList().stream()
            .map(BadRequest.FieldViolation::getDescription)
            .toList();
    assertThat(told).anyMatch(said -> said.contains(rule) && said.contains(fix));
  }

  @Override
  public String toString() {
    return status + " " + field + " " + value + " " + rule;
  }
}
