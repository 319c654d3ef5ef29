package io.switchyard.domain.job.etl;

import java.util.Locale;

/** What happens to rows that a sink already holds. */
public enum SinkMode {
  /** They stay and the new rows are added. The default, because it destroys nothing. */
  APPEND,
  /**
   * They are replaced. Files: everything below the path, unless the option {@code
   * partitionOverwriteMode} is {@code dynamic}; JDBC: the table; Iceberg: the partitions that get
   * new rows, which is the whole table where it is not partitioned.
   */
  OVERWRITE,
  /** Rows with the same keys are replaced, others stay, new ones are added. Iceberg only. */
  MERGE;

  /** The word for this mode in a spec. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
