package io.switchyard.domain.job.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EtlSpecTest {

  private static final Map<String, Object> CSV = Map.of("type", "csv", "path", "/in");
  private static final Map<String, Object> OUT = Map.of("type", "parquet", "path", "/out");
  private static final Map<String, Object> URL = Map.of("url", "jdbc:h2:mem:x");

  private static Map<String, Object> with(Map<String, Object> base, Object... more) {
    Map<String, Object> all = new HashMap<>(base);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  private static Map<String, Object> spec(List<?> sources, List<?> steps, List<?> sinks) {
    return Map.of("sources", sources, "transformations", steps, "sinks", sinks);
  }

  private static EtlSpec read(Object raw) {
    return EtlSpec.reader().read(raw);
  }

  private static List<String> mistakes(Object raw) {
    InvalidInput e = catchThrowableOfType(InvalidInput.class, () -> read(raw));
    assertThat(e).isNotNull();
    return e.violations().stream().map(Violation::sentence).toList();
  }

  private static List<String> sourceMistakes(Map<String, Object> source) {
    return mistakes(spec(List.of(source), List.of(), List.of(OUT)));
  }

  private static List<String> sinkMistakes(Map<String, Object> sink) {
    return mistakes(spec(List.of(CSV), List.of(), List.of(sink)));
  }

  @Test
  void what_may_be_left_out_is_filled_in() {
    EtlSpec spec = read(Map.of("sources", List.of(CSV), "sinks", List.of(OUT)));

    assertThat(spec.name()).isNull();
    assertThat(spec.sources().get(0).name()).isEqualTo("source");
    assertThat(spec.sinks().get(0).input()).isEqualTo("source");
    assertThat(spec.sinks().get(0).mode()).isEqualTo(SinkMode.APPEND);
  }

  @Test
  void a_sink_takes_the_last_transformation_even_without_a_name() {
    EtlSpec spec =
        read(
            spec(
                List.of(CSV),
                List.of(Map.of("name", "a", "query", "select 1"), Map.of("query", "select 2")),
                List.of(OUT)));

    assertThat(spec.transformations())
        .extracting(EtlTransformation::name)
        .containsExactly("a", "transformation_2");
    assertThat(spec.sinks().get(0).input()).isEqualTo("transformation_2");
  }

  @Test
  void names_meet_without_regard_to_case() {
    Map<String, Object> sink = with(OUT, "input", "ORDERS");
    read(spec(List.of(with(CSV, "name", "orders")), List.of(), List.of(sink)));
    assertThat(
            mistakes(
                spec(
                    List.of(with(CSV, "name", "orders")),
                    List.of(Map.of("name", "Orders", "query", "select 1")),
                    List.of(OUT))))
        .containsExactly(
            "transformations[0].name: \"Orders\" is already the name of sources[0]; give it another name");
  }

  @Test
  void several_sources_need_names_and_a_choice() {
    assertThat(mistakes(spec(List.of(CSV, with(CSV, "name", "b")), List.of(), List.of(OUT))))
        .containsExactly(
            "sources[0].name: is required where there are several sources; add it",
            "sinks[0].input: is required where there are several sources and no transformation; add the name of a source");
  }

  @Test
  void an_unknown_input_is_refused_with_the_names_there_are() {
    assertThat(sinkMistakes(with(OUT, "input", "sorce")))
        .containsExactly(
            "sinks[0].input: \"sorce\" is not the name of a source or transformation; did you mean source?");
    assertThat(sinkMistakes(with(OUT, "input", "elsewhere")))
        .containsExactly(
            "sinks[0].input: \"elsewhere\" is not the name of a source or transformation; known here: source");
  }

  @Test
  void mistakes_in_parts_and_between_parts_come_together() {
    assertThat(
            mistakes(
                spec(
                    List.of(with(CSV, "name", "a", "typ", 1), with(CSV, "name", "a")),
                    List.of(Map.of("type", "sql")),
                    List.of(with(OUT, "mode", "upsert", "input", "b")))))
        .containsExactly(
            "sources[0].typ: is not a known field; did you mean type?",
            "transformations[0].query: is required; add it",
            "sinks[0].mode: \"upsert\" is not one of append, overwrite, merge",
            "sources[1].name: \"a\" is already the name of sources[0]; give it another name",
            "sinks[0].input: \"b\" is not the name of a source or transformation; did you mean a?");
  }

  @Test
  void sources_and_sinks_must_be_there() {
    assertThat(mistakes(Map.of()))
        .containsExactly("sources: is required; add it", "sinks: is required; add it");
    assertThat(mistakes(spec(List.of(), List.of(), List.of())))
        .containsExactly(
            "sources: is empty; add at least one", "sinks: is empty; add at least one");
    assertThat(mistakes(Map.of("sources", "x", "sinks", List.of("y"))))
        .containsExactly(
            "sources: \"x\" is a string, not a list; use [ … ]",
            "sinks[0]: \"y\" is a string, not an object; use { … }");
  }

  @Test
  void types_that_do_not_belong_here_are_refused_with_a_way_out() {
    assertThat(sourceMistakes(Map.of("type", "kafka", "options", Map.of())))
        .containsExactly(
            "sources[0].type: \"kafka\" is a streaming source, which a batch spec cannot read; land the topic in files or a table and read those");
    assertThat(sourceMistakes(Map.of("type", "parket", "path", "/x")))
        .containsExactly(
            "sources[0].type: \"parket\" is not one of csv, json, parquet, orc, jdbc, iceberg; did you mean parquet?");
    assertThat(
            mistakes(
                spec(
                    List.of(CSV),
                    List.of(Map.of("type", "python", "query", "x", "options", Map.of("a", "b"))),
                    List.of(OUT))))
        .containsExactly(
            "transformations[0].type: \"python\" is code, which a spec does not hold; use sql, or submit a config.pyspark job",
            "transformations[0].options: has no meaning for an SQL transformation; put settings of Spark into the job's spark_config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name   | 1st    | sources[0].name: "1st" is not an SQL name; use up to 128 letters, digits and underscores, a digit not first
          filter | ' '    | sources[0].filter: " " is blank; give it a value or leave the field out
          table  | t      | sources[0].table: does not apply to csv; leave it out
          path   | ''     | sources[0].path: "" is blank
          """)
  void a_wrong_field_of_a_source_is_named(String field, String value, String sentence) {
    assertThat(sourceMistakes(with(CSV, field, value)))
        .singleElement()
        .asString()
        .startsWith(sentence.replace("\"\" ", ""));
  }

  @Test
  void only_text_formats_take_a_schema() {
    read(spec(List.of(with(CSV, "schema", "id INT")), List.of(), List.of(OUT)));
    assertThat(sourceMistakes(Map.of("type", "orc", "path", "/x", "schema", "id INT")))
        .containsExactly(
            "sources[0].schema: does not apply to orc, whose files carry their own; leave it out");
  }

  @Test
  void jdbc_needs_a_url_and_either_a_table_or_a_query_and_repeats_no_option() {
    Map<String, Object> jdbc = Map.of("type", "jdbc", "table", "t", "options", URL);
    assertThat(sourceMistakes(with(jdbc, "query", "select 1")))
        .containsExactly("sources[0].query: cannot stand beside table; leave one of them out");
    assertThat(sourceMistakes(Map.of("type", "jdbc", "options", URL)))
        .containsExactly("sources[0].table: is required for jdbc; add table or query");
    assertThat(sourceMistakes(with(jdbc, "options", Map.of("urls", "jdbc:x:secret"))))
        .containsExactly(
            "sources[0].options.url: is required for jdbc; did you mean url where it says urls?");
    assertThat(sourceMistakes(with(jdbc, "options", Map.of("url", "postgres://ann:secret@db"))))
        .containsExactly("sources[0].options.url: does not begin with jdbc:");
    assertThat(sourceMistakes(with(jdbc, "options", with(URL, "dbtable", "t"))))
        .containsExactly("sources[0].options.dbtable: is not an option here; use the field table");
    assertThat(sinkMistakes(with(jdbc, "partition_by", List.of("a"))))
        .containsExactly("sinks[0].partition_by: does not apply to jdbc; leave it out");
  }

  @Test
  void merge_is_for_iceberg_and_by_keys() {
    Map<String, Object> iceberg = Map.of("type", "iceberg", "table", "t");
    assertThat(sinkMistakes(with(OUT, "mode", "merge")))
        .containsExactly(
            "sinks[0].mode: \"merge\" is not possible for parquet, only for iceberg; use append or overwrite");
    assertThat(sinkMistakes(with(iceberg, "mode", "merge")))
        .containsExactly(
            "sinks[0].merge_keys: is required for mode merge; list the columns that tell rows apart");
    assertThat(sinkMistakes(with(iceberg, "merge_keys", List.of("id"))))
        .containsExactly(
            "sinks[0].merge_keys: applies to mode merge only; leave it out or use mode merge");
    assertThat(sinkMistakes(with(iceberg, "mode", "merge", "merge_keys", List.of("a", "a"))))
        .containsExactly(
            "sinks[0].merge_keys[1]: \"a\" is in the list twice; leave one of them out");
  }

  @Test
  void the_parts_of_a_table_name_are_plain_and_quoted_for_sql() {
    assertThat(sourceMistakes(Map.of("type", "iceberg", "table", "db.t")))
        .singleElement()
        .asString()
        .startsWith("sources[0].table: \"db.t\" is not a plain name");
    assertThat(sourceMistakes(Map.of("type", "iceberg", "catalog", "c", "table", "t")))
        .containsExactly("sources[0].database: is required where catalog is given; add it");
    assertThat(new TableName("lake", "a.b", "t-1").quoted()).isEqualTo("`lake`.`a`.`b`.`t-1`");
    assertThatThrownBy(() -> new TableName(null, "a..b", "t")).hasMessageContaining("database");
  }

  @Test
  void a_spec_made_by_hand_obeys_the_same_rules() {
    EtlSource source = new EtlSource.Files("a", FileFormat.CSV, "/in", null, null, Map.of());
    EtlSink sink =
        new EtlSink.Files("b", FileFormat.CSV, "/out", SinkMode.APPEND, List.of(), Map.of());
    assertThatThrownBy(() -> new EtlSpec(null, List.of(source), List.of(), List.of(sink)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("sinks[0].input: \"b\" is not the name");
  }

  @Test
  void options_are_never_shown() {
    EtlSpec spec =
        read(
            spec(
                List.of(
                    Map.of(
                        "type", "jdbc", "table", "t", "options", with(URL, "password", "hunter2"))),
                List.of(),
                List.of(OUT)));
    assertThat(spec.toString()).contains("password").doesNotContain("hunter2", "jdbc:h2");
  }

  @Test
  void lists_are_copied_at_birth() {
    List<EtlTransformation> steps = new ArrayList<>();
    EtlSource source = new EtlSource.Files("a", FileFormat.CSV, "/in", null, null, Map.of());
    EtlSink sink =
        new EtlSink.Files("a", FileFormat.CSV, "/out", SinkMode.APPEND, List.of(), Map.of());
    EtlSpec spec = new EtlSpec("n", List.of(source), steps, List.of(sink));
    steps.add(new EtlTransformation("late", "select 1"));
    assertThat(spec.transformations()).isEmpty();
  }
}
