package io.switchyard.domain.job.etl;

import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one source of a spec. */
final class EtlSourceReader {

  private final boolean several;

  EtlSourceReader(EtlNames names) {
    this.several = names.sources().size() > 1;
  }

  EtlSource read(InputObject in) {
    Supplier<Optional<String>> name = in.optional("name", InputReader.text());
    if (several && !in.has("name")) {
      in.refuse("name", "", "is required where there are several sources", "add it");
    }
    Optional<EtlType> type = EtlType.read(in, EtlSourceReader::type);
    Supplier<Optional<String>> filter = in.optional("filter", nonBlankText());
    Supplier<Map<String, String>> options = in.optional("options", textMap(), Map.of());
    Supplier<Common> common =
        () -> new Common(name.get().orElse("source"), filter.get().orElse(null), options.get());
    if (type.isEmpty()) {
      EtlType.allow(in, "path", "schema", "catalog", "database", "table", "query");
      return in.build(EtlType::refused);
    }
    return switch (type.get()) {
      case JDBC -> jdbc(in, common);
      case ICEBERG -> iceberg(in, common);
      default -> files(in, type.get(), common);
    };
  }

  private record Common(String name, @Nullable String filter, Map<String, String> options) {}

  private static EtlSource files(InputObject in, EtlType type, Supplier<Common> common) {
    Supplier<String> path = in.required("path", nonBlankText());
    Supplier<Optional<String>> schema = in.optional("schema", nonBlankText());
    type.refuse(in, "catalog", "database", "table", "query");
    return in.build(
        () -> {
          Common c = common.get();
          return new EtlSource.Files(
              c.name(),
              type.format(),
              path.get(),
              c.filter(),
              schema.get().orElse(null),
              c.options());
        });
  }

  private static EtlSource jdbc(InputObject in, Supplier<Common> common) {
    Supplier<Optional<String>> table = in.optional("table", nonBlankText());
    Supplier<Optional<String>> query = in.optional("query", nonBlankText());
    EtlType.JDBC.refuse(in, "path", "schema", "catalog", "database");
    return in.build(
        () -> {
          Common c = common.get();
          return new EtlSource.Jdbc(
              c.name(),
              table.get().orElse(null),
              query.get().orElse(null),
              c.filter(),
              c.options());
        });
  }

  private static EtlSource iceberg(InputObject in, Supplier<Common> common) {
    Supplier<TableName> table = EtlType.tableName(in);
    EtlType.ICEBERG.refuse(in, "path", "schema", "query");
    return in.build(
        () -> {
          Common c = common.get();
          return new EtlSource.Iceberg(c.name(), table.get(), c.filter(), c.options());
        });
  }

  private static EtlType type(@Nullable Object raw) {
    if ("kafka".equals(raw)) {
      throw InvalidValue.of(
          "kafka",
          "is a streaming source, which a batch spec cannot read",
          "land the topic in files or a table and read those");
    }
    return InputReader.lowerCaseEnum(EtlType.class).read(raw);
  }
}
