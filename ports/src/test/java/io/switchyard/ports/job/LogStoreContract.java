package io.switchyard.ports.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link LogStore} promises, over one that starts empty. */
public abstract class LogStoreContract {

  protected static final ExecutionId ID = new SequentialIds(7).nextExecution();
  private static final ExecutionId OTHER = new SequentialIds(8).nextExecution();

  protected abstract LogStore store();

  /** The same store as another process sees it. */
  protected abstract LogStore sameStoreOfAnotherProcess();

  private void append(long offset, String text) {
    store().append(ID, LogStream.STDOUT, offset, text.getBytes(UTF_8));
  }

  /** All that is read from {@code offset} on, in pages of at most {@code page} bytes. */
  private String readAll(LogStream stream, long offset, int page) {
    var all = new ByteArrayOutputStream();
    long at = offset;
    LogPage read;
    do {
      read = sameStoreOfAnotherProcess().read(ID, stream, at, page).orElseThrow();
      assertThat(read.bytes().length).isLessThanOrEqualTo(page);
      assertThat(read.bytes().length > 0 || read.nextOffset() >= read.size()).isTrue();
      all.writeBytes(read.bytes());
      at = read.nextOffset();
    } while (at < read.size());
    return all.toString(UTF_8);
  }

  private String readAll() {
    return readAll(LogStream.STDOUT, 0, 1000);
  }

  @Test
  void a_log_is_read_once_it_is_complete_and_not_before() {
    append(0, "one\n");
    assertThat(store().read(ID, LogStream.STDOUT, 0, 100)).isEmpty();
    store().complete(ID);
    assertThat(readAll()).isEqualTo("one\n");
    assertThat(store().read(OTHER, LogStream.STDOUT, 0, 100)).isEmpty();
  }

  @Test
  void a_stream_without_a_piece_is_empty() {
    store().complete(ID);
    LogPage page = store().read(ID, LogStream.STDERR, 0, 100).orElseThrow();
    assertThat(page.bytes()).isEmpty();
    assertThat(page.size()).isZero();
  }

  @Test
  void a_capture_goes_on_where_it_was_left_also_in_another_process() {
    assertThat(store().next(ID, LogStream.STDOUT)).isZero();
    append(0, "one\n");
    append(4, "two\n");
    assertThat(sameStoreOfAnotherProcess().next(ID, LogStream.STDOUT)).isEqualTo(8);
    assertThat(store().next(ID, LogStream.STDERR)).isZero();
    sameStoreOfAnotherProcess().append(ID, LogStream.STDOUT, 8, "three\n".getBytes(UTF_8));
    store().complete(ID);
    assertThat(readAll()).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void a_piece_that_comes_again_or_overlaps_is_not_doubled() {
    append(0, "one\ntwo\n");
    append(0, "one\n");
    append(4, "two\nthree\n");
    append(0, "one\ntwo\nthree\n");
    store().complete(ID);
    store().complete(ID);
    append(14, "late\n");
    assertThat(readAll()).isEqualTo("one\ntwo\nthree\n");
    assertThat(store().next(ID, LogStream.STDOUT)).isEqualTo(14);
  }

  @Test
  void past_the_end_there_is_an_empty_page_at_the_end() {
    append(0, "one\n");
    store().complete(ID);
    LogPage page = store().read(ID, LogStream.STDOUT, Long.MAX_VALUE, 100).orElseThrow();
    assertThat(page.offset()).isEqualTo(4);
    assertThat(page.bytes()).isEmpty();
    assertThat(page.size()).isEqualTo(4);
  }

  @Test
  void a_gap_is_a_line_that_tells_what_is_missing_and_shifts_nothing() {
    append(0, "head");
    append(1004, "tail\n");
    store().complete(ID);
    String marker = "\n[switchyard] 1000 bytes of this log were not kept\n";
    assertThat(readAll()).isEqualTo("head" + marker + "tail\n");
    assertThat(readAll(LogStream.STDOUT, 500, 7)).isEqualTo(marker + "tail\n");
    assertThat(readAll(LogStream.STDOUT, 1000, 100)).isEqualTo("ept\ntail\n");
    assertThat(readAll(LogStream.STDOUT, 1005, 100)).isEqualTo("ail\n");
    LogPage inGap = store().read(ID, LogStream.STDOUT, 10, 1000).orElseThrow();
    assertThat(inGap.offset()).isEqualTo(1004 - marker.length());
    assertThat(inGap.size()).isEqualTo(1009);
  }

  @Test
  void a_page_is_full_but_before_a_gap_and_at_the_end() {
    append(0, "one\n");
    append(4, "two\n");
    append(1008, "three\n");
    append(1014, "four\n");
    store().complete(ID);
    assertThat(text(0, 6)).isEqualTo("one\ntw");
    assertThat(text(0, 100)).isEqualTo("one\ntwo\n");
    assertThat(text(1000, 100)).isEqualTo("ot kept\nthree\nfour\n");
    assertThat(text(1016, 100)).isEqualTo("ur\n");
  }

  private String text(long offset, int maxBytes) {
    LogPage page = store().read(ID, LogStream.STDOUT, offset, maxBytes).orElseThrow();
    return new String(page.bytes(), UTF_8);
  }

  @Test
  void a_gap_may_be_shorter_than_its_line() {
    append(0, "head");
    append(7, "tail\n");
    store().complete(ID);
    assertThat(readAll()).isEqualTo("headpt\ntail\n");
  }

  @Test
  void what_is_forgotten_is_gone_and_can_be_captured_anew() {
    append(0, "one\n");
    store().complete(ID);
    store().forget(ID);
    store().forget(ID);
    assertThat(store().read(ID, LogStream.STDOUT, 0, 100)).isEmpty();
    assertThat(store().next(ID, LogStream.STDOUT)).isZero();
    append(0, "anew\n");
    store().complete(ID);
    assertThat(readAll()).isEqualTo("anew\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatever_the_pieces_any_read_gives_the_log_as_it_was(long seed) {
    Random random = new Random(seed);
    byte[] log = new byte[3_000_000 + random.nextInt(1_000_000)];
    random.nextBytes(log);
    while (store().next(ID, LogStream.STDERR) < log.length) {
      int next = (int) store().next(ID, LogStream.STDERR);
      int from = Math.max(0, next - random.nextInt(1000));
      int to = Math.min(log.length, next + 1 + random.nextInt(1_500_000));
      store().append(ID, LogStream.STDERR, from, Arrays.copyOfRange(log, from, to));
    }
    store().complete(ID);
    for (int i = 0; i < 50; i++) {
      int from = random.nextInt(log.length);
      int most = 1 + random.nextInt(1_200_000);
      LogPage page = store().read(ID, LogStream.STDERR, from, most).orElseThrow();
      assertThat(page.offset()).isEqualTo(from);
      assertThat(page.size()).isEqualTo(log.length);
      assertThat(page.bytes()).hasSize(Math.min(most, log.length - from));
      assertThat(page.bytes()).isEqualTo(Arrays.copyOfRange(log, from, from + page.bytes().length));
    }
  }

  @Test
  void two_that_capture_the_same_log_at_once_make_one_log() throws Exception {
    byte[] log = new byte[500_000];
    new Random(1).nextBytes(log);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> captures = new ArrayList<>();
    for (int piece : new int[] {10_000, 7_001}) {
      LogStore mine = piece == 10_000 ? store() : sameStoreOfAnotherProcess();
      captures.add(threads.submit(() -> capture(mine, log, piece)));
    }
    for (Future<?> capture : captures) {
      capture.get();
    }
    threads.shutdownNow();
    var read = new ByteArrayOutputStream();
    while (read.size() < log.length) {
      read.writeBytes(
          store().read(ID, LogStream.STDOUT, read.size(), 1 << 20).orElseThrow().bytes());
    }
    assertThat(read.toByteArray()).isEqualTo(log);
  }

  private static void capture(LogStore store, byte[] log, int piece) {
    long next = store.next(ID, LogStream.STDOUT);
    while (next < log.length) {
      int to = (int) Math.min(log.length, next + piece);
      store.append(ID, LogStream.STDOUT, next, Arrays.copyOfRange(log, (int) next, to));
      next = store.next(ID, LogStream.STDOUT);
    }
    store.complete(ID);
  }
}
