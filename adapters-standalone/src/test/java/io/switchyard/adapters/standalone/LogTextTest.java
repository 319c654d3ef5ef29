package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.ports.job.LogPage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogTextTest {

  /** As a worker answers: the bytes decoded and encoded again. */
  private static byte[] answer(byte[] log, int from, int to) {
    String text = new String(Arrays.copyOfRange(log, from, to), StandardCharsets.UTF_8);
    return "==== Bytes %d-%d of %d of /spark-work/driver-1/ ====\n%s"
        .formatted(from, to, log.length, text)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static LogPage page(byte[] log, int from, int to) {
    return LogText.read(answer(log, from, to)).orElseThrow();
  }

  @Test
  void a_piece_is_what_the_header_says() {
    byte[] log = "one\ntwo ==== \nthree\n".getBytes(StandardCharsets.UTF_8);
    LogPage page = page(log, 4, 14);
    assertThat(page.offset()).isEqualTo(4);
    assertThat(page.size()).isEqualTo(log.length);
    assertThat(new String(page.bytes(), StandardCharsets.UTF_8)).isEqualTo("two ==== \n");
    assertThat(page(log, log.length, log.length).bytes()).isEmpty();
  }

  @Test
  void an_error_of_the_worker_is_no_page() {
    byte[] error = "Error: invalid log directory /spark-work/x".getBytes(StandardCharsets.UTF_8);
    assertThat(LogText.read(error)).isEmpty();
    assertThat(LogText.read(new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8, 9, 11, 13, 100})
  void pieces_of_any_length_give_the_whole_log(int length) {
    byte[] log = "añ€𝄞b€€𝄞𝄞ü grün — 漢字\n".repeat(3).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int offset = 0;
    while (offset < log.length) {
      LogPage page = page(log, offset, Math.min(offset + length, log.length));
      assertThat(page.offset()).isEqualTo(offset);
      assertThat(page.bytes()).isNotEmpty().hasSizeLessThanOrEqualTo(length);
      read.writeBytes(page.bytes());
      offset = (int) page.nextOffset();
    }
    assertThat(read.toByteArray()).isEqualTo(log);
  }

  @Test
  void a_tail_that_begins_within_a_character_begins_after_it() {
    byte[] log = "abc€def".getBytes(StandardCharsets.UTF_8);
    LogPage page = page(log, 4, log.length);
    assertThat(page.offset()).isEqualTo(6);
    assertThat(new String(page.bytes(), StandardCharsets.UTF_8)).isEqualTo("def");
  }

  @Test
  void bytes_that_are_no_text_keep_their_number() {
    byte[] log = {'a', (byte) 0xff, 'b', (byte) 0xfe, (byte) 0xfd, 'c', 'd'};
    LogPage page = page(log, 0, log.length);
    assertThat(page.offset()).isZero();
    assertThat(page.nextOffset()).isEqualTo(log.length);
    assertThat(new String(page.bytes(), StandardCharsets.UTF_8)).isEqualTo("a?b??cd");
  }
}
