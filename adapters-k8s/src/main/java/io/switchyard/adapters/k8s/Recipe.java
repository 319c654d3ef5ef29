package io.switchyard.adapters.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.SparkVersion;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this backend makes of any server: its image, its settings, what its pods look like. A server
 * carries the mark of the recipe that it was made by.
 */
final class Recipe {

  /** On all that is made for a server. */
  static final String LABEL = "switchyard.io/recipe";

  private static final int LENGTH = 16;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final K8sConfig config;

  Recipe(K8sConfig config) {
    this.config = config;
  }

  /** The mark of servers with that image, the same for the same configuration. */
  String mark(Image image) {
    Profile profile = config.profile();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("image", image.name() + " " + image.pullPolicy());
    all.put("account", profile.serviceAccount());
    all.put("labels", profile.labels());
    all.put("conf", profile.conf());
    all.put("agent", "" + profile.agentJar());
    all.put("driver", profile.pods().driver());
    all.put("executor", profile.pods().executor());
    all.put("clusters", "" + config.clusters());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(all));
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration that was read cannot be written", e);
    }
  }

  /**
   * Whether a server of that release would be made otherwise now. One whose release is not offered
   * any more would not be made at all, so that it stays as it is.
   */
  boolean outdated(ObjectMeta pod, SparkVersion version) {
    Map<String, String> labels = pod.getLabels();
    String made = labels == null ? null : labels.get(LABEL);
    return made != null
        && config.profile().images().stream()
            .filter(image -> image.version().equals(version))
            .anyMatch(image -> !mark(image).equals(made));
  }
}
