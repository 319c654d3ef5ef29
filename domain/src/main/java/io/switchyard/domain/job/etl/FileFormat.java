package io.switchyard.domain.job.etl;

import java.util.Locale;

/** A format of files below a path. */
public enum FileFormat {
  CSV,
  JSON,
  PARQUET,
  ORC;

  /** The word for this format in a spec, which is also Spark's name for it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether files of this format carry no schema, so that a spec may give one. */
  public boolean takesSchema() {
    return this == CSV || this == JSON;
  }
}
