package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads whole specs: defaults first, then the names between the parts, then each part. */
final class EtlSpecReader {

  private static final Map<String, String> ONLY_SQL = Map.of("sql", "sql");

  private EtlSpecReader() {}

  static EtlSpec read(@Nullable Object raw) {
    Object tree = EtlDefaults.fill(raw);
    return InputObject.read(tree, in -> body(in, EtlDefaults.names(tree)));
  }

  private static EtlSpec body(InputObject in, EtlNames names) {
    Supplier<Optional<String>> name = in.optional("name", InputReader.nonBlankText());
    Supplier<List<EtlSource>> sources =
        in.required(
            "sources", InputReader.listOf(InputReader.object(new EtlSourceReader(names)::read)));
    Supplier<List<EtlTransformation>> transformations =
        in.optional(
            "transformations",
            InputReader.listOf(InputReader.object(EtlSpecReader::transformation)),
            List.of());
    Supplier<List<EtlSink>> sinks =
        in.required(
            "sinks", InputReader.listOf(InputReader.object(new EtlSinkReader(names)::read)));
    for (Violation v : names.violations()) {
      if (isNews(in, v)) {
        in.refuse(v.field(), v.value(), v.rule(), v.fix());
      }
    }
    return in.build(
        () ->
            new EtlSpec(
                name.get().orElse(null), sources.get(), transformations.get(), sinks.get()));
  }

  /** A list that is missing or is no list has been refused as such already. */
  private static boolean isNews(InputObject in, Violation violation) {
    String field = violation.field();
    boolean aboutEmptyList = field.equals("sources") || field.equals("sinks");
    return !aboutEmptyList || in.raw(field) instanceof List<?>;
  }

  private static EtlTransformation transformation(InputObject in) {
    Supplier<String> name = in.required("name", InputReader.text());
    in.optional("type", EtlSpecReader::transformationType);
    Supplier<String> query = in.required("query", InputReader.nonBlankText());
    Supplier<Map<String, String>> options = in.optional("options", InputReader.textMap(), Map.of());
    if (!options.get().isEmpty()) {
      in.refuse(
          "options",
          "",
          "has no meaning for an SQL transformation",
          "put settings of Spark into the job's spark_config");
    }
    return in.build(() -> new EtlTransformation(name.get(), query.get()));
  }

  private static String transformationType(@Nullable Object raw) {
    if ("python".equals(raw)) {
      throw InvalidValue.of(
          "python",
          "is code, which a spec does not hold",
          "use sql, or submit a config.pyspark job");
    }
    return InputReader.oneOf(ONLY_SQL).read(raw);
  }
}
