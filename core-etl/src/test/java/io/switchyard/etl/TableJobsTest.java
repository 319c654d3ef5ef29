package io.switchyard.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnSparksJdk
final class TableJobsTest {

  private static final String PASSWORD = "correct-horse";

  @TempDir Path folder;
  private Etl etl;

  @BeforeEach
  void items() throws IOException {
    etl = new Etl(folder);
    etl.file("items.csv", "id,kind,price\n1,a,10\n2,a,20\n3,b,30\n");
    etl.file("news.csv", "id,kind,price\n2,a,21\n4,b,40\n");
  }

  @AfterEach
  void tidy() {
    etl.close();
  }

  private String csvTo(String file, String sink) throws IOException {
    return etl.run(
        """
        {'sources': [{'type': 'csv', 'path': '@/%s', 'options': {'header': true, 'inferSchema': true}}],
         'sinks': [%s]}
        """
            .formatted(file, sink));
  }

  private String iceberg(String more) {
    return "{'type': 'iceberg', 'catalog': 'lake', 'database': 'shop', 'table': 'items'"
        + more
        + "}";
  }

  private List<String> lake() {
    return etl.query("SELECT id, price FROM lake.shop.items ORDER BY id, price");
  }

  @Test
  void iceberg_appends_and_makes_the_table_with_its_partitions() throws IOException {
    String printed = csvTo("items.csv", iceberg(", 'partition_by': ['kind']"));

    assertThat(printed).contains("sink source (iceberg, lake.shop.items): 3 rows written");
    csvTo("news.csv", iceberg(""));
    assertThat(lake()).containsExactly("[1,10]", "[2,20]", "[2,21]", "[3,30]", "[4,40]");
    assertThat(etl.query("SELECT DISTINCT partition.kind FROM lake.shop.items.files ORDER BY 1"))
        .containsExactly("[a]", "[b]");
  }

  @Test
  void iceberg_overwrites_the_partitions_that_get_rows() throws IOException {
    etl.file("only_b.csv", "id,kind,price\n9,b,90\n");
    csvTo("items.csv", iceberg(", 'partition_by': ['kind']"));

    csvTo("only_b.csv", iceberg(", 'mode': 'overwrite'"));

    assertThat(lake()).containsExactly("[1,10]", "[2,20]", "[9,90]");
  }

  @Test
  void iceberg_overwrites_all_of_a_table_without_partitions() throws IOException {
    csvTo("items.csv", iceberg(""));
    csvTo("news.csv", iceberg(", 'mode': 'overwrite'"));

    assertThat(lake()).containsExactly("[2,21]", "[4,40]");
  }

  @Test
  void iceberg_merges_by_keys() throws IOException {
    String merge = iceberg(", 'mode': 'merge', 'merge_keys': ['id']");
    csvTo("items.csv", merge);

    String printed = csvTo("news.csv", merge);

    assertThat(lake()).containsExactly("[1,10]", "[2,21]", "[3,30]", "[4,40]");
    assertThat(printed)
        .contains("source source (csv, " + folder + "/news.csv): 2 rows read")
        .contains("sink source (iceberg, lake.shop.items): 2 rows merged");
  }

  @Test
  void a_merge_of_rows_that_share_a_key_changes_nothing() throws IOException {
    etl.file("twice.csv", "id,kind,price\n7,a,1\n7,a,2\n");
    csvTo("items.csv", iceberg(""));

    assertThatThrownBy(() -> csvTo("twice.csv", iceberg(", 'mode': 'merge', 'merge_keys': ['id']")))
        .hasMessageContaining("share the same merge_keys (`id`); keep one row per key");
    assertThat(lake()).containsExactly("[1,10]", "[2,20]", "[3,30]");
  }

  @Test
  void iceberg_is_a_source_whose_rows_are_counted() throws IOException {
    csvTo("items.csv", iceberg(""));

    String printed =
        etl.run(
            """
            {'sources': [{'name': 'items', 'type': 'iceberg', 'catalog': 'lake', 'database': 'shop', 'table': 'items',
                          'filter': 'price >= 20'}],
             'transformations': [{'query': 'SELECT kind, count(*) AS n FROM items GROUP BY kind'}],
             'sinks': [{'type': 'json', 'path': '@/out'}]}
            """);

    assertThat(etl.query("SELECT kind, n FROM json.`@/out` ORDER BY kind"))
        .containsExactly("[a,1]", "[b,1]");
    assertThat(printed)
        .containsPattern("source items \\(iceberg, lake.shop.items\\): [23] rows read");
  }

  @Test
  void jdbc_writes_appends_replaces_and_reads() throws IOException, SQLException {
    try (Connection database = database()) {
      String sink = "{'type': 'jdbc', 'table': 'items', %s " + options(PASSWORD) + "}";
      String printed = csvTo("items.csv", sink.formatted(""));
      assertThat(printed)
          .contains("sink source (jdbc, items): 3 rows written")
          .contains("/items.csv): 3 rows read");
      csvTo("news.csv", sink.formatted("'mode': 'append',"));
      assertThat(prices(database)).containsExactly(10, 20, 21, 30, 40);
      csvTo("news.csv", sink.formatted("'mode': 'overwrite',"));
      assertThat(prices(database)).containsExactly(21, 40);

      String read =
          etl.run(
              """
              {'sources': [{'name': 'whole', 'type': 'jdbc', 'table': 'items', 'filter': '"price" > 30', %s},
                           {'name': 'asked', 'type': 'jdbc', 'query': 'select count(*) as n from items', %s}],
               'sinks': [{'input': 'whole', 'type': 'json', 'path': '@/whole'},
                         {'input': 'asked', 'type': 'json', 'path': '@/asked'}]}
              """
                  .replace("\"price\"", "price")
                  .formatted(options(PASSWORD), options(PASSWORD)));

      assertThat(etl.query("SELECT price FROM json.`@/whole`")).containsExactly("[40]");
      assertThat(etl.query("SELECT * FROM json.`@/asked`")).containsExactly("[2]");
      assertThat(read)
          .contains("source whole (jdbc, items): 1 row read")
          .contains("source asked (jdbc, query): 1 row read")
          .doesNotContain(PASSWORD);
    }
  }

  @Test
  void a_refused_password_appears_in_no_message() throws SQLException {
    try (Connection database = database()) {
      assertThat(database.isValid(1)).isTrue();
      String wrong = "wrong-battery";
      String sink =
          "{'type': 'jdbc', 'table': 'items', 'options': {'url': '%s;PASSWORD=%s', 'user': 'sa', 'driver': 'org.h2.Driver'}}"
              .formatted(url(), wrong);

      Throwable failure = catchThrowable(() -> csvTo("items.csv", sink));

      StringWriter everything = new StringWriter();
      failure.printStackTrace(new PrintWriter(everything));
      assertThat(everything.toString()).contains("sink of source (jdbc, items) failed");
      assertThat(everything.toString()).doesNotContain(wrong);
    }
  }

  private String url() {
    return "jdbc:h2:mem:" + folder.getFileName();
  }

  /** Keeps the database in memory alive while it is open. */
  private Connection database() throws SQLException {
    return DriverManager.getConnection(url(), "sa", PASSWORD);
  }

  private String options(String password) {
    return "'options': {'url': '%s', 'user': 'sa', 'password': '%s', 'driver': 'org.h2.Driver'}"
        .formatted(url(), password);
  }

  private static List<Integer> prices(Connection database) throws SQLException {
    List<Integer> prices = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("select \"price\" from items order by 1")) {
      while (rows.next()) {
        prices.add(rows.getInt(1));
      }
    }
    return prices;
  }
}
