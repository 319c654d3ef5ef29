package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Operation;
import io.switchyard.agent.ClusterStatus.Session;
import io.switchyard.agent.ClusterStatus.SessionKey;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be asked of a cluster over HTTP. */
final class Requests {

  private static final Pattern TARGET =
      Pattern.compile("\\s*\\{\\s*\"target\"\\s*:\\s*([^\\s,{}\\[\\]]*)\\s*}\\s*");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
  private static final Pattern CLOSE = Pattern.compile("/v1/sessions/([^/]+)/close");
  private static final Pattern INTERRUPT = Pattern.compile("/v1/operations/([^/]+)/interrupt");
  private static final int MOST_SHOWN = 60;

  private final Cluster cluster;

  Requests(Cluster cluster) {
    this.cluster = cluster;
  }

  Map<String, ?> answer(String method, URI uri, String body) {
    String path = uri.getPath();
    Matcher close = CLOSE.matcher(path);
    Matcher interrupt = INTERRUPT.matcher(path);
    if (path.equals("/v1/status")) {
      only("GET", method);
      return cluster.status().tree();
    } else if (path.equals("/v1/executors")) {
      only("PUT", method);
      return scaled(cluster.scale(target(body)));
    } else if (close.matches()) {
      only("POST", method);
      return close(close.group(1));
    } else if (interrupt.matches()) {
      only("POST", method);
      return interrupt(interrupt.group(1));
    }
    throw Refusal.of(404, "there is no " + path);
  }

  private static void only(String allowed, String method) {
    if (!method.equals(allowed)) {
      throw Refusal.of(405, "only " + allowed + " is allowed here");
    }
  }

  private static int target(String body) {
    Matcher matcher = TARGET.matcher(body);
    if (!matcher.matches()) {
      throw Refusal.field(
          "", shown(body), "is not a JSON object with the one field target, as in {\"target\": 3}");
    }
    String value = matcher.group(1);
    int target = WHOLE.matcher(value).matches() ? Integer.parseInt(value) : -1;
    if (target < 0 || target > AgentSettings.MOST_EXECUTORS) {
      throw Refusal.field(
          "target",
          shown(value),
          "is not a whole number from 0 to " + AgentSettings.MOST_EXECUTORS);
    }
    return target;
  }

  private static String shown(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }

  private static Map<String, Object> scaled(Scaling.State state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", state.target());
    tree.put("current", state.current());
    tree.put("leaving", state.leaving());
    tree.put("limit", state.limit());
    tree.put("reached", state.reached());
    return tree;
  }

  /** Two users may have chosen the same id, and a stranger's session must not be closed. */
  private Map<String, Object> close(String id) {
    List<SessionKey> found =
        cluster.status().sessions().stream()
            .map(Session::key)
            .filter(key -> key.id().equals(id))
            .toList();
    if (found.isEmpty()) {
      throw Refusal.of(404, "there is no session " + id);
    }
    if (found.size() > 1) {
      throw Refusal.of(409, found.size() + " users have a session " + id);
    }
    cluster.closeSession(found.get(0));
    return Map.of("closed", true);
  }

  private Map<String, Object> interrupt(String id) {
    Operation operation =
        cluster.status().operations().stream()
            .filter(running -> running.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Refusal.of(404, "there is no running operation " + id));
    return Map.of("interrupted", cluster.interrupt(operation));
  }
}
