package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.app.ApiClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallersTest {

  private static final String TOKENS =
      """
      tokens:
        - {token: anna-0123456789abcdef, user: anna, teams: [data-infra]}
        - {token: vera-0123456789abcdef, user: vera, teams: [data-infra], role: viewer}
        - {token: boris-0123456789abcdef, user: boris, teams: [ml], role: member}
        # root-0123456789abcdef
        - token_sha256: ce9f1f2b5b1e3c2ab2a9a7c5cbfeb7eb1a6b3f6f0b7a3b8e0d1c5d4a7b2d9e10
          user: root
          role: admin
      """;

  @TempDir private Path folder;
  private LiveApi api;

  @BeforeEach
  void start() throws Exception {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(tokens, TOKENS.replaceFirst("[0-9a-f]{64}", sha256("root-0123456789abcdef")));
    api =
        LiveApi.start(
            folder, Map.of("auth", Map.of("mode", "tokens", "token_file", tokens.toString())));
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String[] as(String user) {
    return new String[] {"Authorization", "Bearer " + user + "-0123456789abcdef"};
  }

  @Test
  void without_a_valid_token_nothing_of_the_api_answers() {
    List<Answer> refused =
        List.of(
            api.get("/api/v1/jobs"),
            api.post(LiveApi.JOB),
            api.get("/api/v1/jobs", "Authorization", "Bearer wrong"),
            api.get("/api/v1/jobs", "Authorization", "Bearer "),
            api.get("/api/v1/jobs", "Authorization", "Basic YTpi"),
            api.get("/api/v1/jobs/x/logs?follow=true"),
            api.delete("/api/v1/jobs/x"));

    for (Answer answer : refused) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).startsWith("Bearer realm=");
      assertThat(answer.at("type")).isEqualTo("urn:switchyard:problem:unauthenticated");
    }
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    assertThat(api.get("/metrics").status()).isEqualTo(200);
    assertThat(api.get("/openapi.json").status()).isEqualTo(200);
  }

  @Test
  void a_member_submits_and_cancels_for_the_teams_of_the_token() {
    String job = api.submit(LiveApi.JOB, as("anna"));

    assertThat(api.get("/api/v1/jobs/" + job, as("anna")).at("user")).isEqualTo("anna");
    assertThat(api.delete("/api/v1/jobs/" + job, as("anna")).status()).isIn(200, 202);
  }

  @Test
  void a_viewer_sees_but_changes_nothing() {
    String job = api.submit(LiveApi.JOB, as("anna"));

    assertThat(api.get("/api/v1/jobs/" + job, as("vera")).status()).isEqualTo(200);
    assertThat(api.get("/api/v1/jobs/" + job + "/logs", as("vera")).status()).isEqualTo(200);
    var cancel = api.delete("/api/v1/jobs/" + job, as("vera"));
    assertThat(cancel.status()).isEqualTo(403);
    assertThat(cancel.fields()).containsExactly("team");
    assertThat(api.post(LiveApi.JOB, as("vera")).status()).isEqualTo(403);
  }

  @Test
  void another_team_s_job_does_not_exist() {
    String job = api.submit(LiveApi.JOB, as("anna"));

    assertThat(api.get("/api/v1/jobs/" + job, as("boris")).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/jobs/" + job + "/logs", as("boris")).status()).isEqualTo(404);
    assertThat(api.delete("/api/v1/jobs/" + job, as("boris")).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/jobs", as("boris")).text()).doesNotContain(job);
    assertThat(api.get("/api/v1/jobs?team=data-infra", as("boris")).text()).doesNotContain(job);
    var submit = api.post(LiveApi.JOB, as("boris"));
    assertThat(submit.status()).isEqualTo(403);
    assertThat(submit.fields()).containsExactly("team");
  }

  @Test
  void an_administrator_sees_every_team_and_may_name_another_user() {
    String job = api.submit(LiveApi.JOB, as("anna"));
    String named = LiveApi.JOB.replace("{\"name\"", "{\"user\": \"carl\", \"name\"");

    assertThat(api.get("/api/v1/jobs/" + job, as("root")).status()).isEqualTo(200);
    String other = api.submit(named, as("root"));
    assertThat(api.get("/api/v1/jobs/" + other, as("root")).at("user")).isEqualTo("carl");
    var refused = api.post(named, as("anna"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("user");
  }

  @Test
  void a_changed_token_file_is_read_and_a_broken_one_changes_nothing() throws IOException {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(tokens, "tokens: [{token: short, user: x}]");
    waitFor(() -> api.get("/api/v1/jobs", as("anna")).status() == 200);

    Files.writeString(tokens, "tokens: [{token: nora-0123456789abcdef, user: nora, teams: [ml]}]");

    waitFor(() -> api.get("/api/v1/jobs", as("nora")).status() == 200);
    assertThat(api.get("/api/v1/jobs", as("anna")).status()).isEqualTo(401);
  }

  @Test
  void an_expired_token_is_nobody_s() throws IOException {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(
        tokens,
        """
        tokens:
          - {token: olga-0123456789abcdef, user: olga, teams: [ml], expires_at: 2001-01-01T00:00:00Z}
          - {token: nora-0123456789abcdef, user: nora, teams: [ml], expires_at: 3001-01-01T01:00:00+01:00}
        """);

    waitFor(() -> api.get("/api/v1/jobs", as("nora")).status() == 200);
    Answer expired = api.get("/api/v1/jobs", as("olga"));
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.at("detail")).contains("has expired");

    Files.writeString(
        tokens,
        "tokens: [{token: nora-0123456789abcdef, user: nora, teams: [ml], expires_at: tomorrow}]");
    waitFor(() -> api.get("/api/v1/jobs", as("nora")).status() == 200);
  }

  private static void waitFor(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void without_tokens_a_web_page_from_elsewhere_cannot_use_the_browser_on_this_machine()
      throws IOException {
    try (LiveApi dev = LiveApi.start(folder)) {
      assertThat(dev.get("/api/v1/jobs").status()).isEqualTo(200);
      assertThat(dev.get("/api/v1/jobs", "Origin", dev.uri("").toString()).status()).isEqualTo(200);
      var page = dev.post(LiveApi.JOB, "Origin", "https://evil.example");
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.fields()).containsExactly("Origin");
      // As after a change of what a name resolves to.
      assertThat(RawHttp.get(dev, "/api/v1/jobs", "evil.example")).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void dev_mode_is_refused_where_others_can_connect() {
    assertThatThrownBy(() -> Config.read(Map.of("http", Map.of("host", "0.0.0.0"))))
        .hasMessageContaining("auth.mode: \"dev\" lets everybody in")
        .hasMessageContaining("auth.mode: tokens");
  }
}
