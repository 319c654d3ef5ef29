package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SparkLineTest {

  @Test
  void a_release_takes_its_own_artifacts_and_a_neighbours_mllib() {
    assertThat(SparkLine.of("4.1.2").artifacts("4.1.2"))
        .extracting(Object::toString)
        .containsExactly(
            "org.apache.spark:spark-connect_2.13:4.1.2",
            "org.apache.spark:spark-sql_2.13:4.1.2",
            "org.apache.spark:spark-core_2.13:4.1.2",
            "org.apache.spark:spark-mllib_2.13:4.1.0 alone",
            "org.apache.spark:spark-mllib-local_2.13:4.1.0 alone",
            "org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.11.0 alone");
  }

  @Test
  void an_old_line_is_of_its_own_scala_and_has_its_own_mllib() {
    assertThat(SparkLine.of("3.5.7").artifacts("3.5.7"))
        .extracting(Object::toString)
        .contains(
            "org.apache.spark:spark-core_2.12:3.5.7",
            "org.apache.spark:spark-mllib_2.12:3.5.7 alone");
  }

  @Test
  void a_line_without_iceberg_asks_for_none() {
    assertThat(SparkLine.of("4.2.0").artifacts("4.2.0"))
        .noneMatch(artifact -> artifact.group().contains("iceberg"));
  }

  @Test
  void the_pom_excludes_the_dependencies_of_what_is_wanted_alone() {
    String pom = MavenFetch.pom(SparkLine.of("4.1.2").artifacts("4.1.2"));
    assertThat(pom.lines().filter(line -> line.contains("spark-core_2.13")))
        .singleElement()
        .asString()
        .contains("<version>4.1.2</version>")
        .doesNotContain("exclusion");
    assertThat(pom.lines().filter(line -> line.contains("spark-mllib_2.13")))
        .singleElement()
        .asString()
        .contains("<exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.1", "latest", "4.1.2; rm", "../4.1.2", ""})
  void what_is_not_a_full_version_is_refused(String word) {
    assertThatThrownBy(() -> SparkLine.of(word))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("write it in full, as in 4.1.2");
  }

  @Test
  void an_unknown_line_is_refused_with_those_known() {
    assertThatThrownBy(() -> SparkLine.of("5.0.0"))
        .hasMessage("\"5.0.0\" is of no Spark line known here; known: 3.5, 4.0, 4.1, 4.2");
  }
}
