package io.switchyard.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as the description uses. */
final class Schema {

  private final JsonNode root;

  Schema(JsonNode root) {
    this.root = root;
  }

  /** Where the value breaks the schema. */
  List<String> mistakes(JsonNode schema, JsonNode value) {
    List<String> mistakes = new ArrayList<>();
    check("", resolve(schema), value, mistakes);
    return mistakes;
  }

  /** Fields of the value that the schema does not name. */
  List<String> unknown(JsonNode schema, JsonNode value) {
    List<String> unknown = new ArrayList<>();
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!resolve(schema).path("properties").has(name)) {
                unknown.add(name);
              }
            });
    return unknown;
  }

  private JsonNode resolve(JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private void check(String path, JsonNode schema, JsonNode value, List<String> mistakes) {
    if (schema.has("type") && !typed(schema.get("type"), value)) {
      mistakes.add(path + " is " + value.getNodeType() + ", not " + schema.get("type"));
      return;
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      mistakes.add(path + " is not one of " + schema.get("enum"));
    }
    if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").asText())) {
      mistakes.add(path + " does not match " + schema.get("pattern"));
    }
    if (schema.has("oneOf")) {
      long matching = 0;
      for (JsonNode one : schema.get("oneOf")) {
        List<String> inner = new ArrayList<>();
        check(path, resolve(one), value, inner);
        matching += inner.isEmpty() ? 1 : 0;
      }
      if (matching != 1) {
        mistakes.add(path + " matches " + matching + " of " + schema.get("oneOf"));
      }
    }
    schema
        .path("required")
        .forEach(
            key -> {
              if (!value.has(key.asText())) {
                mistakes.add(path + "." + key.asText() + " is missing");
              }
            });
    if (value.isObject()) {
      value.properties().forEach(e -> property(path, schema, e.getKey(), e.getValue(), mistakes));
    }
    if (value.isArray() && schema.has("items")) {
      value.forEach(item -> check(path + "[]", resolve(schema.get("items")), item, mistakes));
    }
  }

  private void property(
      String path, JsonNode schema, String key, JsonNode value, List<String> mistakes) {
    JsonNode known = schema.path("properties").path(key);
    JsonNode others = schema.path("additionalProperties");
    if (!known.isMissingNode()) {
      check(path + "." + key, resolve(known), value, mistakes);
    } else if (others.isObject()) {
      check(path + "." + key, resolve(others), value, mistakes);
    } else if (others.isBoolean() && !others.asBoolean()) {
      mistakes.add(path + "." + key + " is unknown");
    }
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode item : list) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean typed(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      for (JsonNode type : types) {
        if (typed(type, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (types.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException(types.asText());
    };
  }
}
