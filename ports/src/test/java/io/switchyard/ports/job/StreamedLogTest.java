package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StreamedLogTest {

  private static StreamedLog log() {
    return new StreamedLog(new ByteArrayInputStream("0123456789".getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(LogPage page) {
    return page.offset() + ":" + new String(page.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void a_piece_is_found_by_its_offset() throws IOException {
    LogPage page = log().read(4, 3);
    assertThat(text(page)).isEqualTo("4:456");
    assertThat(page.size()).isEqualTo(10);
    assertThat(text(log().read(8, 100))).isEqualTo("8:89");
  }

  @Test
  void past_the_end_is_nothing_at_the_end() throws IOException {
    assertThat(text(log().read(50, 3))).isEqualTo("10:");
  }

  @Test
  void the_tail_is_the_end_or_all() throws IOException {
    assertThat(text(log().tail(4))).isEqualTo("6:6789");
    assertThat(text(log().tail(10))).isEqualTo("0:0123456789");
    assertThat(text(log().tail(11))).isEqualTo("0:0123456789");
  }
}
