package io.switchyard.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnSparksJdk
final class FileJobsTest {

  @TempDir Path folder;
  private Etl etl;

  @BeforeEach
  void orders() throws IOException {
    etl = new Etl(folder);
    etl.file(
        "orders.csv",
        """
        id,day,customer,amount
        1,2026-01-01,ann,10
        2,2026-01-01,bob,20
        3,2026-01-02,ann,5
        4,2026-01-02,cat,-1
        """);
  }

  @AfterEach
  void tidy() {
    etl.close();
  }

  @Test
  void filters_aggregates_and_writes_partitioned_parquet() throws IOException {
    String printed =
        etl.run(
            """
            {'sources': [{'type': 'csv', 'path': '@/orders.csv', 'filter': 'amount > 0',
                          'options': {'header': true, 'inferSchema': true}}],
             'transformations': [{'name': 'by_day',
                'query': 'SELECT day, sum(amount) AS total, count(*) AS orders FROM source GROUP BY day'}],
             'sinks': [{'type': 'parquet', 'path': '@/out', 'mode': 'overwrite',
                        'partition_by': ['day']}]}
            """);

    assertThat(folder.resolve("out/day=2026-01-01")).isDirectory();
    assertThat(etl.query("SELECT day, total, orders FROM parquet.`@/out` ORDER BY day"))
        .containsExactly("[2026-01-01,30,2]", "[2026-01-02,5,1]");
    assertThat(printed)
        .isEqualTo(
            """
            source source (csv, @/orders.csv): 3 rows read
            sink by_day (parquet, @/out): 2 rows written
            """
                .replace("@", folder.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet", "orc"})
  void every_format_reads_back_what_it_wrote(String format) throws IOException {
    String options = format.equals("csv") ? ", 'options': {'header': true}" : "";
    String schema =
        format.equals("csv") || format.equals("json") ? ", 'schema': 'id INT, day STRING'" : "";
    etl.run(
        """
        {'sources': [{'type': 'csv', 'path': '@/orders.csv', 'schema': 'id INT, day STRING, customer STRING, amount INT',
                      'options': {'header': 'true'}}],
         'transformations': [{'query': 'SELECT id, day FROM source'}],
         'sinks': [{'type': '%s', 'path': '@/out'%s}]}
        """
            .formatted(format, options));

    String printed =
        etl.run(
            """
            {'sources': [{'name': 'again', 'type': '%s', 'path': '@/out', 'filter': 'id <> 2'%s%s}],
             'sinks': [{'type': 'json', 'path': '@/copy'}]}
            """
                .formatted(format, schema, options));

    assertThat(etl.query("SELECT day, id FROM json.`@/copy` ORDER BY id"))
        .containsExactly("[2026-01-01,1]", "[2026-01-02,3]", "[2026-01-02,4]");
    assertThat(printed).contains("sink again (json, " + folder + "/copy): 3 rows written");
    assertThat(printed).containsPattern("source again \\(" + format + ", .*: [34] rows read");
  }

  @Test
  void joins_sources_and_counts_each_of_them() throws IOException {
    etl.file(
        "customers.json",
        "{\"name\":\"ann\",\"tier\":\"gold\"}\n{\"name\":\"bob\",\"tier\":\"tin\"}\n");

    String printed =
        etl.run(
            """
            {'sources': [
               {'name': 'orders', 'type': 'csv', 'path': '@/orders.csv', 'options': {'header': 'true'}},
               {'name': 'customers', 'type': 'json', 'path': '@/customers.json'}],
             'transformations': [
               {'name': 'joined', 'type': 'sql', 'query': 'SELECT o.*, c.tier FROM orders o JOIN customers c ON o.customer = c.name'},
               {'name': 'gold', 'query': 'SELECT id FROM joined WHERE tier = "gold"'}],
             'sinks': [{'input': 'joined', 'type': 'orc', 'path': '@/joined'},
                       {'type': 'json', 'path': '@/gold'},
                       {'input': 'customers', 'type': 'csv', 'path': '@/customers'}]}
            """
                .replace("\"gold\"", "\\\"gold\\\""));

    assertThat(etl.query("SELECT id FROM json.`@/gold` ORDER BY id")).containsExactly("[1]", "[3]");
    assertThat(printed)
        .contains("sink joined (orc, " + folder + "/joined): 3 rows written")
        .contains("sink gold (json, " + folder + "/gold): 2 rows written")
        .contains("sink customers (csv, " + folder + "/customers): 2 rows written")
        .contains("source orders (csv, " + folder + "/orders.csv): 8 rows read in 2 scans")
        // The condition on tier reaches the scan for the second sink, which then gives one row.
        .contains("source customers (json, " + folder + "/customers.json): 5 rows read in 3 scans");
  }

  @Test
  void append_adds_and_overwrite_replaces_all_or_only_the_partitions_it_writes()
      throws IOException {
    String copy =
        """
        {'sources': [{'type': 'csv', 'path': '@/orders.csv', 'filter': '%s', 'options': {'header': 'true'}}],
         'sinks': [{'type': 'parquet', 'path': '@/out', 'mode': '%s', 'partition_by': ['day'] %s}]}
        """;
    String ids = "SELECT concat_ws(',', array_sort(collect_list(int(id)))) FROM parquet.`@/out`";

    etl.run(copy.formatted("true", "append", ""));
    etl.run(copy.formatted("id = 1", "append", ""));
    assertThat(etl.query(ids)).containsExactly("[1,1,2,3,4]");

    String dynamic = ", 'options': {'partitionOverwriteMode': 'dynamic'}";
    etl.run(copy.formatted("id = 2", "overwrite", dynamic));
    assertThat(etl.query(ids)).containsExactly("[2,3,4]");

    etl.run(copy.formatted("id = 1", "overwrite", ""));
    assertThat(etl.query(ids)).containsExactly("[1]");
  }

  @Test
  void a_sink_that_fails_is_named_and_later_ones_are_not_tried() {
    Etl.Failed failed =
        catchThrowableOfType(
            Etl.Failed.class,
            () ->
                etl.run(
                    """
                    {'sources': [{'type': 'csv', 'path': '@/orders.csv', 'options': {'header': 'true'}}],
                     'sinks': [{'type': 'json', 'path': '@/first'},
                               {'type': 'json', 'path': '@/second', 'partition_by': ['nope']},
                               {'type': 'json', 'path': '@/third'}]}
                    """));

    assertThat(failed)
        .hasMessageContaining("sink of source (json, " + folder + "/second) failed: ");
    assertThat(failed).hasMessageContaining("nope");
    assertThat(failed.printed)
        .contains("/first): 4 rows written")
        .contains("/second): failed")
        .contains("/third): not written, because an earlier step failed");
    assertThat(folder.resolve("third")).doesNotExist();
  }

  @Test
  void a_transformation_sees_only_what_stands_before_it() {
    assertThatThrownBy(
            () ->
                etl.run(
                    """
                    {'sources': [{'type': 'csv', 'path': '@/orders.csv'}],
                     'transformations': [{'name': 'one', 'query': 'SELECT * FROM two'},
                                         {'name': 'two', 'query': 'SELECT * FROM source'}],
                     'sinks': [{'type': 'json', 'path': '@/out'}]}
                    """))
        .hasMessageContaining("transformation one failed")
        .hasMessageContaining("two");
  }

  @Test
  void a_source_is_counted_where_only_a_subquery_reads_it() throws IOException {
    String printed =
        etl.run(
            """
            {'sources': [{'name': 'orders', 'type': 'csv', 'path': '@/orders.csv', 'options': {'header': 'true'}}],
             'transformations': [{'query': 'SELECT (SELECT count(*) FROM orders) AS n'}],
             'sinks': [{'type': 'json', 'path': '@/out'}]}
            """);

    assertThat(etl.query("SELECT n FROM json.`@/out`")).containsExactly("[4]");
    assertThat(printed).contains("source orders (csv, " + folder + "/orders.csv): 4 rows read\n");
  }

  @Test
  void the_example_in_the_reference_runs() throws IOException {
    String page = Files.readString(Path.of("../docs/etl-spec.md"));
    String example = page.replaceAll("(?s).*?```json\n(.*?)```.*", "$1");
    etl.file("plain.csv", "id,day,customer,amount\n1,2026-01-01,ann,10\n2,2026-01-02,bob,-5\n");

    String printed =
        etl.run(
            example
                .replace("/data/orders.csv", "@/plain.csv")
                .replace("/data/orders_by_day", "@/out"));

    assertThat(printed)
        .contains("/plain.csv): 1 row read")
        .contains("sink orders_by_day (parquet, " + folder + "/out): 1 row written");
  }

  @Test
  void an_empty_result_is_written_and_counted_as_none() throws IOException {
    String printed =
        etl.run(
            """
            {'sources': [{'type': 'csv', 'path': '@/orders.csv', 'filter': 'id > 99', 'options': {'header': 'true'}}],
             'sinks': [{'type': 'parquet', 'path': '@/out'}]}
            """);

    assertThat(printed).contains("/out): 0 rows written");
    assertThat(Files.exists(folder.resolve("out/_SUCCESS"))).isTrue();
  }
}
