package io.switchyard.adapters.k8s;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of objects without what nobody here reads of them, which is most. */
final class Reduced {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory FACTORY = JSON.getFactory();

  /** What pods and applications are to be is what we have written ourselves. */
  private static final Set<String> UNREAD =
      Set.of("spec", "data", "managedFields", "annotations", "ownerReferences");

  private Reduced() {}

  /**
   * A page of a list.
   *
   * @param version of the whole list
   * @param next where the next page begins; empty if this is the last
   */
  record Page(List<GenericKubernetesResource> items, String version, String next) {}

  /**
   * What a watch says.
   *
   * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
   */
  record Event(String type, GenericKubernetesResource object) {}

  static Event event(String json) throws IOException {
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      Object event = value(in);
      return new Event(
          Reading.text(Reading.field(event, "type")), item(Reading.field(event, "object")));
    }
  }

  static Page read(InputStream json) throws IOException {
    List<GenericKubernetesResource> items = new ArrayList<>();
    Map<?, ?> meta = Map.of();
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("items") && in.currentToken() == JsonToken.START_ARRAY) {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(item(value(in)));
          }
        } else if (value(in) instanceof Map<?, ?> map && name.equals("metadata")) {
          meta = map;
        }
      }
    }
    return new Page(items, text(meta, "resourceVersion"), text(meta, "continue"));
  }

  private static String text(Map<?, ?> map, String field) {
    return Reading.text(map.get(field));
  }

  private static GenericKubernetesResource item(@Nullable Object tree) {
    Map<String, Object> rest = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> rest.put("" + name, value));
    }
    Object meta = rest.remove("metadata");
    return new GenericKubernetesResourceBuilder()
        .withMetadata(JSON.convertValue(meta, ObjectMeta.class))
        .withAdditionalProperties(rest)
        .build();
  }

  private static @Nullable Object value(JsonParser in) throws IOException {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          in.nextToken();
          if (UNREAD.contains(name)) {
            in.skipChildren();
          } else {
            fields.put(name, value(in));
          }
        }
        return fields;
      }
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(in));
        }
        return items;
      }
      case VALUE_NULL -> {
        return null;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return in.getNumberValue();
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return in.getBooleanValue();
      }
      default -> {
        return in.getText();
      }
    }
  }
}
