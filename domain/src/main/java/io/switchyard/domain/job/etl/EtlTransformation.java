package io.switchyard.domain.job.etl;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step in Spark SQL whose result is a view.
 *
 * @param name the view's name, an SQL identifier
 * @param query one SELECT that sees all sources and the transformations before it by name
 */
public record EtlTransformation(String name, String query) {

  public EtlTransformation {
    SqlName.require("name", name);
    Texts.requireNonBlank("query", query);
  }

  /** The transformation as it is written in a spec. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("type", "sql");
    tree.put("query", query);
    return tree;
  }
}
