package io.switchyard.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.EOFException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class MalformedRequestTest {

  @Test
  void a_body_that_ends_early_is_the_clients_fault() {
    assertThat(MalformedRequest.cause(new UncheckedIOException(new EOFException())))
        .contains("the body ended before its announced length");
  }

  @Test
  void a_store_that_ends_a_connection_early_is_not() {
    var failure =
        TargetFailure.unknownEffect(Kind.UNREACHABLE, "the store is away", new EOFException());
    assertThat(MalformedRequest.cause(failure)).isEmpty();
  }
}
