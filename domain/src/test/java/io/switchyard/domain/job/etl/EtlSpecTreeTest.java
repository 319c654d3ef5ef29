package io.switchyard.domain.job.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of specs and their trees. */
final class EtlSpecTreeTest {

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void a_tree_reads_back_as_the_spec_that_wrote_it(@ForAll("specs") EtlSpec spec) {
    assertThat(EtlSpec.reader().read(spec.toTree())).isEqualTo(spec);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void any_tree_is_read_or_refused_and_never_breaks_the_reader(@ForAll("trees") Object tree) {
    try {
      assertThat(EtlSpec.reader().read(tree)).isNotNull();
    } catch (InvalidInput e) {
      assertThat(e.violations()).isNotEmpty();
    } catch (InvalidValue e) {
      assertThat(e.violation().rule()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<EtlSpec> specs() {
    Arbitrary<List<EtlSource>> sources = sources().list().ofMinSize(1).ofMaxSize(4);
    return Combinators.combine(
            texts().injectNull(0.3),
            sources,
            texts().list().ofMaxSize(3),
            sinks().list().ofMinSize(1).ofMaxSize(3))
        .as(
            (name, from, queries, to) -> {
              List<EtlSource> named = named(from);
              List<EtlTransformation> steps =
                  IntStream.range(0, queries.size())
                      .mapToObj(i -> new EtlTransformation("t" + i, queries.get(i)))
                      .toList();
              return new EtlSpec(name, named, steps, to);
            });
  }

  /** The n-th source becomes {@code s<n>}; every sink reads {@code s0}. */
  private static List<EtlSource> named(List<EtlSource> sources) {
    List<EtlSource> named = new ArrayList<>();
    for (EtlSource source : sources) {
      String name = "s" + named.size();
      named.add(
          source.fold(
              f ->
                  new EtlSource.Files(
                      name, f.format(), f.path(), f.filter(), f.schema(), f.options()),
              j -> new EtlSource.Jdbc(name, j.table(), j.query(), j.filter(), j.options()),
              i -> new EtlSource.Iceberg(name, i.table(), i.filter(), i.options())));
    }
    return named;
  }

  private static Arbitrary<EtlSource> sources() {
    Arbitrary<String> maybe = texts().injectNull(0.5);
    Arbitrary<EtlSource> files =
        Combinators.combine(Arbitraries.of(FileFormat.class), texts(), maybe, maybe, options())
            .as(
                (format, path, filter, schema, options) ->
                    new EtlSource.Files(
                        "s", format, path, filter, format.takesSchema() ? schema : null, options));
    Arbitrary<EtlSource> jdbc =
        Combinators.combine(texts(), Arbitraries.of(true, false), maybe, jdbcOptions())
            .as(
                (text, table, filter, options) ->
                    new EtlSource.Jdbc(
                        "s", table ? text : null, table ? null : text, filter, options));
    Arbitrary<EtlSource> iceberg =
        Combinators.combine(tables(), maybe, options())
            .as((table, filter, options) -> new EtlSource.Iceberg("s", table, filter, options));
    return Arbitraries.oneOf(files, jdbc, iceberg);
  }

  private static Arbitrary<EtlSink> sinks() {
    Arbitrary<SinkMode> plain = Arbitraries.of(SinkMode.APPEND, SinkMode.OVERWRITE);
    Arbitrary<List<String>> columns = texts().list().uniqueElements().ofMaxSize(3);
    Arbitrary<EtlSink> files =
        Combinators.combine(Arbitraries.of(FileFormat.class), texts(), plain, columns, options())
            .as(
                (format, path, mode, by, options) ->
                    new EtlSink.Files("s0", format, path, mode, by, options));
    Arbitrary<EtlSink> jdbc =
        Combinators.combine(texts(), plain, jdbcOptions())
            .as((table, mode, options) -> new EtlSink.Jdbc("s0", table, mode, options));
    Arbitrary<EtlSink> iceberg =
        Combinators.combine(tables(), plain, columns, columns, options())
            .as(
                (table, mode, by, keys, options) ->
                    new EtlSink.Iceberg(
                        "s0", table, keys.isEmpty() ? mode : SinkMode.MERGE, by, keys, options));
    return Arbitraries.oneOf(files, jdbc, iceberg);
  }

  private static Arbitrary<TableName> tables() {
    Arbitrary<String> part =
        Arbitraries.strings().alpha().numeric().withChars('_', '-').ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> database =
        part.list().ofMinSize(1).ofMaxSize(3).map(p -> String.join(".", p));
    return Combinators.combine(part.injectNull(0.5), database, Arbitraries.of(true, false), part)
        .as(
            (catalog, db, without, table) ->
                new TableName(catalog, catalog == null && without ? null : db, table));
  }

  private static Arbitrary<Map<String, String>> options() {
    return Arbitraries.maps(texts(), Arbitraries.strings().ofMaxLength(6)).ofMaxSize(3);
  }

  private static Arbitrary<Map<String, String>> jdbcOptions() {
    return options()
        .map(
            options -> {
              Map<String, String> all = new LinkedHashMap<>(options);
              all.put("url", "jdbc:h2:mem:x");
              all.keySet().removeAll(List.of("dbtable", "table", "query"));
              return all;
            });
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(s -> !s.isBlank());
  }

  @Provide
  Arbitrary<Object> trees() {
    Arbitrary<Object> leaf =
        Arbitraries.of("csv", "jdbc", "iceberg", "merge", "a", "", 1, true, 0.5)
            .asGeneric()
            .injectNull(0.1);
    Arbitrary<Object> node = leaf;
    for (int depth = 0; depth < 3; depth++) {
      Arbitrary<Object> below = node;
      Arbitrary<String> keys =
          Arbitraries.of(
              Stream.of(
                      "sources sinks transformations name type path table options mode input query merge_keys x"
                          .split(" "))
                  .flatMap(Stream::of)
                  .toList());
      node =
          Arbitraries.oneOf(
              leaf,
              below.list().ofMaxSize(3).asGeneric(),
              Arbitraries.maps(keys, below).ofMaxSize(6).asGeneric());
    }
    return node;
  }
}
