package io.switchyard.app.http;

import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Page cursors: where a page of jobs ended, opaque to clients so that the way of paging can change.
 */
public final class Cursors {

  private static final String VERSION = "1:";

  private Cursors() {}

  /** The cursor that goes on after {@code lastOfPage}. */
  public static String write(JobId lastOfPage) {
    byte[] plain = (VERSION + lastOfPage.value()).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /** Reads what {@link #write} wrote. */
  public static InputReader<JobId> reader() {
    return Query.single().then(Cursors::read);
  }

  private static JobId read(String cursor) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (plain.startsWith(VERSION)) {
        return new JobId(plain.substring(VERSION.length()));
      }
    } catch (IllegalArgumentException e) {
      // Neither base 64 nor an id: the same answer as below.
    }
    throw InvalidValue.of(
        cursor, "is not a cursor", "pass the next_cursor of the page before, unchanged");
  }
}
