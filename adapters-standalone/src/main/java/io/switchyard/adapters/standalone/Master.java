package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.SparkVersion;
import java.net.URI;
import java.util.List;

/**
 * Where one master is reached.
 *
 * @param restUrl without a trailing slash, as {@code uiUrl}
 * @param moduleOptions JVM options that drivers of Spark 3.5 must be given
 */
record Master(
    SparkVersion version, String url, URI restUrl, URI uiUrl, List<String> moduleOptions) {

  Master {
    moduleOptions = List.copyOf(moduleOptions);
  }
}
