package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages that are looked into: Config and CloneSession. */
final class ReadAnswersTest {

  private Rig rig;
  private byte[] answer = {};

  @BeforeEach
  void start() throws Exception {
    rig = new Rig();
    for (String method : new String[] {"Config", "CloneSession"}) {
      rig.upstream.answer(
          method,
          (heard, call) -> {
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
          });
    }
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Proto pair(String key, String value) {
    return new Proto().text(1, key).text(2, value);
  }

  private static byte[] config(int operation, Proto what) {
    return Messages.of(Messages.SESSION, "mallory")
        .message(3, new Proto().message(operation, what))
        .toBytes();
  }

  @Test
  void values_that_nobody_may_see_are_not_shown() {
    answer =
        new Proto()
            .text(1, Messages.SESSION)
            .message(2, pair("spark.connect.authenticate.token", "s3cret"))
            .message(2, pair("spark.app.name", "ä"))
            .message(2, new Proto().text(1, "unset"))
            .text(4, "server side")
            .toBytes();
    byte[] shown = rig.unary("Config", config(2, new Proto().text(1, "spark.app.name")));
    assertThat(shown)
        .isEqualTo(
            new Proto()
                .text(1, Messages.SESSION)
                .message(2, pair("spark.connect.authenticate.token", "*****"))
                .message(2, pair("spark.app.name", "ä"))
                .message(2, new Proto().text(1, "unset"))
                .text(4, "server side")
                .toBytes());
  }

  @Test
  void keys_that_a_prefix_was_cut_off_are_known_for_what_they_are() {
    answer = new Proto().message(2, pair("ken", "s3cret")).toBytes();
    byte[] shown =
        rig.unary("Config", config(5, new Proto().text(1, "spark.connect.authenticate.to")));
    assertThat(shown).isEqualTo(new Proto().message(2, pair("ken", "*****")).toBytes());
  }

  @Test
  void keys_that_are_refused_do_not_reach_the_server() {
    byte[][] requests = {
      config(1, new Proto().message(1, pair("spark.forbidden.a", "x"))),
      config(2, new Proto().text(1, "spark.ok").text(1, "spark.forbidden.a")),
      config(3, new Proto().message(1, pair("spark.forbidden.a", "x"))),
      config(4, new Proto().text(1, "spark.forbidden.a")),
      config(6, new Proto().text(1, "spark.forbidden.a")),
      config(7, new Proto().text(1, "spark.forbidden.a")),
    };
    for (byte[] request : requests) {
      assertThatThrownBy(() -> rig.unary("Config", request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(e.getStatus().getDescription())
                    .contains("'spark.forbidden.a'", "is set by the platform");
              });
    }
  }

  @Test
  void two_operations_in_one_request_are_refused() {
    byte[] request =
        Messages.of(Messages.SESSION, "mallory")
            .message(3, new Proto().message(5, new Proto().text(1, "spark.connect.")))
            .message(3, new Proto().message(5, new Proto()))
            .toBytes();
    assertThatThrownBy(() -> rig.unary("Config", request))
        .hasMessageContaining("INVALID_ARGUMENT: a Config request has one operation");
  }

  @Test
  void a_large_config_answer_passes() {
    Proto large = new Proto();
    for (int i = 0; i < 20_000; i++) {
      large.message(2, pair("spark.key." + i, "value " + i));
    }
    answer = large.toBytes();
    assertThat(rig.unary("Config", config(5, new Proto()))).isEqualTo(answer);
  }

  @Test
  void a_clone_is_answered_once_its_session_is_noted() throws Exception {
    answer = new Proto().text(1, Messages.SESSION).text(3, "the new one").toBytes();
    CompletableFuture<Void> noted = new CompletableFuture<>();
    rig.routes.cloning = noted;
    CompletableFuture<byte[]> got =
        CompletableFuture.supplyAsync(() -> rig.unary("CloneSession", Messages.small()));
    Rig.await("the note", () -> rig.routes.cloned.equals(java.util.List.of("the new one")));
    assertThat(got).isNotDone();
    noted.complete(null);
    assertThat(got.get(120, TimeUnit.SECONDS)).isEqualTo(answer);
  }

  @Test
  void a_clone_that_cannot_be_noted_fails() {
    answer = new Proto().text(3, "the new one").toBytes();
    rig.routes.cloning = CompletableFuture.failedFuture(new IllegalStateException("no store"));
    assertThatThrownBy(() -> rig.unary("CloneSession", Messages.small()))
        .hasMessageContaining("UNAVAILABLE");
  }
}
