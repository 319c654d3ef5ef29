package io.switchyard.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that must be refused before Spark starts; no master is configured, so it could not. */
final class MainTest {

  @TempDir Path folder;

  @AfterEach
  void spark_was_not_started() {
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  private static void run(String stdin, String... args) throws IOException {
    InputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
    Main.run(args, in, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  @Test
  void a_wrong_spec_is_refused_with_every_mistake() {
    String spec =
        """
        {"sources": [{"type": "kafka"}],
         "transformations": [{"type": "python", "query": " "}],
         "sinks": [{"type": "parquet", "pth": "/x", "mode": "upsert"}, {"type": "csv", "path": "/y", "input": "sorce"}]}
        """;
    assertThatThrownBy(() -> run(spec, "--spec-stdin"))
        .isInstanceOf(InvalidInput.class)
        .message()
        .hasLineCount(7)
        .contains(
            "sources[0].type: \"kafka\" is a streaming source",
            "transformations[0].type: \"python\" is code, which a spec does not hold; use sql, or submit a config.pyspark job",
            "transformations[0].query: \" \" is blank",
            "sinks[0].mode: \"upsert\" is not one of append, overwrite, merge",
            "sinks[0].path: is required",
            "sinks[0].pth: is not a known field; did you mean path?",
            "sinks[1].input: \"sorce\" is not the name of a source or transformation; did you mean source?");
  }

  @Test
  void a_file_may_be_given_as_a_path_or_a_uri() throws IOException {
    Path file = Files.writeString(folder.resolve("a spec.json"), "[]");
    for (String name : new String[] {file.toString(), file.toUri().toString()}) {
      assertThatThrownBy(() -> run("", "--spec-file", name))
          .hasMessageContaining("is a list, not an object");
    }
  }

  @Test
  void text_that_is_not_json_is_refused_by_its_place_and_not_repeated() {
    assertThatThrownBy(() -> run("{\"sources\": [\n  {\"password\": hunter2}]}", "--spec-stdin"))
        .hasMessageContaining("the spec is not JSON: line 2, column ")
        .message()
        .doesNotContain("hunter2");
    assertThatThrownBy(() -> run("{\"sinks\": 1, \"sinks\": 2}", "--spec-stdin"))
        .hasMessageContaining("a key stands there twice");
    assertThatThrownBy(() -> run("", "--spec-stdin")).hasMessageContaining("the spec is not JSON");
  }

  @Test
  void arguments_that_are_not_understood_are_refused() {
    for (String[] args :
        new String[][] {{}, {"--spec-file"}, {"--spec", "{}"}, {"--spec-stdin", "x"}}) {
      assertThatThrownBy(() -> run("", args))
          .hasMessage("arguments: are not understood; give --spec-file PATH or --spec-stdin");
    }
    assertThatThrownBy(() -> run("", "--spec-file", folder.resolve("none").toString()))
        .hasMessageContaining("none\" does not exist");
    assertThatThrownBy(() -> run("", "--spec-file", "file:relative"))
        .hasMessageContaining("is not a path or file: URI");
  }
}
