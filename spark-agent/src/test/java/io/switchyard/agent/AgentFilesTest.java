package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plugin reads and writes in the exchange folder, and who gets in with it. */
final class AgentFilesTest {

  private static final String TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final InetSocketAddress NEAR =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
  private static final InetSocketAddress FAR = new InetSocketAddress("192.0.2.1", 9);

  @TempDir private Path folder;

  @Test
  void a_token_is_read_once_and_then_gone() throws IOException {
    Files.writeString(folder.resolve("agent.token"), TOKEN + "\n");
    Secrets secrets = new Secrets(folder);
    BearerToken token = secrets.take("agent.token");
    assertThat(token.admits("Bearer " + TOKEN)).isTrue();
    assertThat(token.toString()).doesNotContain(TOKEN);
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> secrets.take("agent.token"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("agent.token").toString());
  }

  @Test
  void a_token_that_could_be_guessed_is_none() throws IOException {
    Files.writeString(folder.resolve("agent.token"), "short");
    assertThatThrownBy(() -> new Secrets(folder).take("agent.token"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("32 to 512")
        .hasMessageNotContaining("short");
  }

  @Test
  void the_agents_file_is_replaced_as_a_whole_and_is_the_owners_alone() throws IOException {
    AgentFile file = new AgentFile(folder);
    file.write(Map.of("port", 1));
    file.write(Map.of("port", 2));
    Path written = folder.resolve("agent.json");
    assertThat(written).hasContent("{\"port\":2}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(written);
    }
    file.remove();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_gate_lets_in_who_has_the_token_and_is_near() {
    Gate gate = new Gate(new BearerToken(TOKEN), true);
    assertThat(gate.admits("Bearer " + TOKEN, NEAR)).isTrue();
    assertThat(gate.admits("bearer " + TOKEN, NEAR)).isTrue();
    assertThat(gate.admits("Bearer " + TOKEN, FAR)).isFalse();
    assertThat(gate.admits("Bearer " + TOKEN, null)).isFalse();
    assertThat(gate.admits("Bearer x" + TOKEN, NEAR)).isFalse();
    assertThat(gate.admits(null, NEAR)).isFalse();
    assertThat(new Gate(new BearerToken(TOKEN), false).admits("Bearer " + TOKEN, FAR)).isTrue();
  }

  @Test
  void text_of_any_kind_is_written_as_json() {
    assertThat(Json.write("a\"b\\c\n\u0001ä\ud83d\ude00\ud800"))
        .isEqualTo("\"a\\\"b\\\\c\\u000a\\u0001ä\\ud83d\\ude00\\ud800\"");
    assertThat(Json.write(Map.of())).isEqualTo("{}");
  }
}
