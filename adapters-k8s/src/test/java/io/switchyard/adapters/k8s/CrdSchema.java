package io.switchyard.adapters.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The schema of a custom resource, as an API server uses it; but a field that it does not know is a
 * mistake here, where an API server silently drops it.
 */
final class CrdSchema {

  private static final Map<String, String> FILES =
      Map.of(
          "spark.apache.org", "sparkapplications.spark.apache.org-v1.yaml",
          "sparkoperator.k8s.io", "sparkoperator.k8s.io_sparkapplications.yaml");

  private final JsonSchema schema;

  private CrdSchema(JsonSchema schema) {
    this.schema = schema;
  }

  static CrdSchema of(ResourceDefinitionContext kind) throws IOException {
    JsonNode crd = read("/crds/" + FILES.get(kind.getGroup()));
    for (JsonNode version : crd.get("spec").get("versions")) {
      if (version.get("name").asText().equals(kind.getVersion())) {
        ObjectNode schema = (ObjectNode) version.get("schema").get("openAPIV3Schema");
        strict(schema);
        // Kubernetes' own.
        ((ObjectNode) schema.get("properties"))
            .setAll(
                (ObjectNode)
                    new ObjectMapper().readTree("{\"apiVersion\":{},\"kind\":{},\"metadata\":{}}"));
        return new CrdSchema(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema));
      }
    }
    throw new IllegalArgumentException("no version " + kind.getVersion());
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream in = CrdSchema.class.getResourceAsStream(resource)) {
      Object tree = new KubernetesSerialization().unmarshal(in, Map.class);
      return new ObjectMapper().valueToTree(tree);
    }
  }

  private static void strict(JsonNode node) {
    if (node instanceof ObjectNode object) {
      boolean open = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      if (object.has("properties")
          && object.get("properties").isObject()
          && !object.has("additionalProperties")
          && !open) {
        object.put("additionalProperties", false);
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove(List.of("type", "anyOf"));
      }
      object.forEach(CrdSchema::strict);
    } else if (node instanceof ArrayNode array) {
      array.forEach(CrdSchema::strict);
    }
  }

  List<String> complaints(JsonNode object) {
    return schema.validate(object).stream().map(ValidationMessage::getMessage).sorted().toList();
  }
}
