package io.switchyard.domain.job.etl;

import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The word under {@code type} in a source or sink, and what the fields beside it may be. */
enum EtlType {
  CSV,
  JSON,
  PARQUET,
  ORC,
  JDBC,
  ICEBERG;

  /** The type if it was given and is right; a mistake is noted in {@code in}. */
  static Optional<EtlType> read(InputObject in, InputReader<EtlType> reader) {
    if (!in.has("type")) {
      in.refuse("type", "", "is required", "add it");
    }
    return in.optional("type", reader).get();
  }

  /** The format of a type of files. */
  FileFormat format() {
    return FileFormat.valueOf(name());
  }

  /** Refuses fields that have a meaning elsewhere but not for this type. */
  void refuse(InputObject in, String... keys) {
    allow(in, keys);
    for (String key : keys) {
      if (in.has(key)) {
        in.refuse(key, "", "does not apply to " + name().toLowerCase(Locale.ROOT), "leave it out");
      }
    }
  }

  /** Lets fields pass that cannot be judged because the type is not known. */
  static void allow(InputObject in, String... keys) {
    for (String key : keys) {
      in.optional(key, EtlType::anything);
    }
  }

  private static Object anything(@Nullable Object raw) {
    return raw == null ? "" : raw;
  }

  static Supplier<TableName> tableName(InputObject in) {
    Supplier<Optional<String>> catalog = in.optional("catalog", nonBlankText());
    Supplier<Optional<String>> database = in.optional("database", nonBlankText());
    Supplier<String> table = in.required("table", nonBlankText());
    return () ->
        new TableName(catalog.get().orElse(null), database.get().orElse(null), table.get());
  }

  /** Stands where a value would be made had its type not been refused; never reached. */
  static <T> T refused() {
    throw new IllegalStateException("a refused type has no value");
  }
}
