package io.switchyard.domain.job.etl;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads one sink of a spec. */
final class EtlSinkReader {

  private final boolean several;

  EtlSinkReader(EtlNames names) {
    this.several = names.sources().size() > 1 && names.transformations().isEmpty();
  }

  EtlSink read(InputObject in) {
    if (!in.has("input")) {
      String why = several ? "where there are several sources and no transformation" : "here";
      in.refuse("input", "", "is required " + why, "add the name of a source");
    }
    Supplier<Optional<String>> input = in.optional("input", InputReader.text());
    Optional<EtlType> type = EtlType.read(in, lowerCaseEnum(EtlType.class));
    Supplier<SinkMode> mode = in.optional("mode", lowerCaseEnum(SinkMode.class), SinkMode.APPEND);
    Supplier<Map<String, String>> options = in.optional("options", textMap(), Map.of());
    Supplier<Common> common =
        () -> new Common(input.get().orElseThrow(), mode.get(), options.get());
    if (type.isEmpty()) {
      EtlType.allow(in, "path", "catalog", "database", "table", "partition_by", "merge_keys");
      return in.build(EtlType::refused);
    }
    return switch (type.get()) {
      case JDBC -> jdbc(in, common);
      case ICEBERG -> iceberg(in, common);
      default -> files(in, type.get(), common);
    };
  }

  private record Common(String input, SinkMode mode, Map<String, String> options) {}

  private static EtlSink files(InputObject in, EtlType type, Supplier<Common> common) {
    Supplier<String> path = in.required("path", nonBlankText());
    Supplier<List<String>> partitionBy = columns(in, "partition_by");
    type.refuse(in, "catalog", "database", "table", "merge_keys");
    return in.build(
        () -> {
          Common c = common.get();
          return new EtlSink.Files(
              c.input(), type.format(), path.get(), c.mode(), partitionBy.get(), c.options());
        });
  }

  private static EtlSink jdbc(InputObject in, Supplier<Common> common) {
    Supplier<String> table = in.required("table", nonBlankText());
    EtlType.JDBC.refuse(in, "path", "catalog", "database", "partition_by", "merge_keys");
    return in.build(
        () -> {
          Common c = common.get();
          return new EtlSink.Jdbc(c.input(), table.get(), c.mode(), c.options());
        });
  }

  private static EtlSink iceberg(InputObject in, Supplier<Common> common) {
    Supplier<TableName> table = EtlType.tableName(in);
    Supplier<List<String>> partitionBy = columns(in, "partition_by");
    Supplier<List<String>> mergeKeys = columns(in, "merge_keys");
    EtlType.ICEBERG.refuse(in, "path");
    return in.build(
        () -> {
          Common c = common.get();
          return new EtlSink.Iceberg(
              c.input(), table.get(), c.mode(), partitionBy.get(), mergeKeys.get(), c.options());
        });
  }

  private static Supplier<List<String>> columns(InputObject in, String key) {
    return in.optional(key, listOf(nonBlankText()), List.of());
  }
}
