package io.switchyard.ports.cluster;

import java.util.Map;

/**
 * Spark configuration of a cluster's server, of its catalogs and its request.
 *
 * @param conf may be seen by everybody
 * @param secrets must not be seen on a command line, a web page, or by the server's users
 */
public record ServerSettings(Map<String, String> conf, Map<String, String> secrets) {

  public ServerSettings {
    conf = Map.copyOf(conf);
    secrets = Map.copyOf(secrets);
  }

  /** Keys only. */
  @Override
  public String toString() {
    return "ServerSettings[conf=" + conf.keySet() + ", secrets=" + secrets.keySet() + "]";
  }
}
