package io.switchyard.domain.placement;

import java.util.Locale;

/** What kind of place a backend is. */
public enum BackendKind {
  /** Spark on Kubernetes. */
  SK8,
  /** Amazon EMR. */
  EMR,
  /** Databricks. */
  DBR,
  /** A Spark standalone master. */
  STANDALONE;

  /** As in the API: {@code sk8}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
