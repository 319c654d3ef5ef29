package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Paths of an API server, relative to its address. */
final class KubePaths {

  private KubePaths() {}

  /**
   * A page of all objects of a kind with these labels, of all namespaces.
   *
   * @param next where it begins; empty for the first
   */
  static String list(
      ResourceDefinitionContext kind, Map<String, String> labels, long limit, String next) {
    String path = of(kind, labels) + "&limit=" + limit;
    return next.isEmpty() ? path : path + "&continue=" + encoded(next);
  }

  /** Changes after a version of all objects of a kind with these labels, of all namespaces. */
  static String watch(
      ResourceDefinitionContext kind, Map<String, String> labels, String version, Duration lasts) {
    return of(kind, labels)
        + "&watch=true&allowWatchBookmarks=true&resourceVersion="
        + encoded(version)
        + "&timeoutSeconds="
        + lasts.toSeconds();
  }

  private static String of(ResourceDefinitionContext kind, Map<String, String> labels) {
    String group = kind.getGroup();
    String root = group == null || group.isEmpty() ? "api/" : "apis/" + group + "/";
    String selector =
        new TreeMap<>(labels)
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    return root
        + kind.getVersion()
        + "/"
        + kind.getPlural()
        + "?labelSelector="
        + encoded(selector);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
