package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.ports.job.LogPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LogTextTest {

  private static InputStream log() {
    return new ByteArrayInputStream("0123456789".getBytes(StandardCharsets.UTF_8));
  }

  private static String text(LogPage page) {
    return page.offset() + ":" + new String(page.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void a_piece_is_found_by_its_offset() throws IOException {
    LogPage page = LogText.read(log(), 4, 3);
    assertThat(text(page)).isEqualTo("4:456");
    assertThat(page.size()).isEqualTo(10);
    assertThat(text(LogText.read(log(), 8, 100))).isEqualTo("8:89");
  }

  @Test
  void past_the_end_is_nothing_at_the_end() throws IOException {
    assertThat(text(LogText.read(log(), 50, 3))).isEqualTo("10:");
  }

  @Test
  void the_tail_is_the_end_or_all() throws IOException {
    assertThat(text(LogText.tail(log(), 4))).isEqualTo("6:6789");
    assertThat(text(LogText.tail(log(), 10))).isEqualTo("0:0123456789");
    assertThat(text(LogText.tail(log(), 11))).isEqualTo("0:0123456789");
  }
}
