package io.switchyard.adapters.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example for receivers, compiled and run. */
final class ReceiversPageTest {

  private static final String SECRET = "the-secret-of-now";
  private static final String OLD = "the-secret-before";
  private static final Instant SENT = Instant.ofEpochSecond(1_772_359_261);
  private static final byte[] BODY = new EndEvent(null).body(EndedJobs.succeeded());

  @Test
  void the_java_example_tells_ours_from_others(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("SwitchyardSignature.java");
    Files.writeString(source, ReceiversPage.example("java"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertThat(result).isZero();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method isGood =
          loader
              .loadClass("SwitchyardSignature")
              .getMethod("isGood", String.class, byte[].class, String.class, long.class);
      String header = Signature.of(BODY, SENT, List.of(new Secret(SECRET), new Secret(OLD)));
      long now = SENT.getEpochSecond();
      byte[] other = BODY.clone();
      other[20] ^= 1;
      String moved = header.replace("t=" + now, "t=" + (now + 1));

      assertThat(isGood.invoke(null, header, BODY, SECRET, now)).isEqualTo(true);
      assertThat(isGood.invoke(null, header, BODY, OLD, now + 299)).isEqualTo(true);
      assertThat(isGood.invoke(null, header, BODY, "another-secret-here", now)).isEqualTo(false);
      assertThat(isGood.invoke(null, header, other, SECRET, now)).isEqualTo(false);
      assertThat(isGood.invoke(null, moved, BODY, SECRET, now)).isEqualTo(false);
      assertThat(isGood.invoke(null, header, BODY, SECRET, now + 300)).isEqualTo(false);
      assertThat(isGood.invoke(null, "t=" + now, BODY, SECRET, now)).isEqualTo(false);
    }
  }
}
