package io.switchyard.adapters.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python example for receivers, run by the Python of this machine. */
final class ReceiversPageIT {

  private static final String SECRET = "the-secret-of-now";
  private static final String OLD = "the-secret-before";
  private static final Instant SENT = Instant.ofEpochSecond(1_772_359_261);
  private static final byte[] BODY = new EndEvent(null).body(EndedJobs.succeeded());

  private static final String CALLS =
      """

      import sys
      header, old, now = sys.argv[1], sys.argv[2], 1772359261
      body = open(sys.argv[3], "rb").read()
      ours = is_from_switchyard
      print(ours(header, body, "the-secret-of-now", now), ours(header, body, old, now + 299),
            ours(header, body, "another-secret-here", now), ours(header, body + b" ", old, now),
            ours(header.replace("t=1", "t=2"), body, old, now), ours(header, body, old, now + 300),
            ours("t=1772359261", body, old, now))
      """;

  @Test
  void the_python_example_tells_ours_from_others(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("example.py");
    Files.writeString(script, ReceiversPage.example("python") + CALLS);
    Path body = Files.write(folder.resolve("body"), BODY);
    String header = Signature.of(BODY, SENT, List.of(new Secret(SECRET), new Secret(OLD)));
    Process python =
        new ProcessBuilder("python3", script.toString(), header, OLD, body.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said.strip()).isEqualTo("True True False False False False False");
  }
}
