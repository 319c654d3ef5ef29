package io.switchyard.agent;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** A driver's settings as a map. */
final class SparkSettings {

  private SparkSettings() {}

  static Map<String, String> of(SparkConf conf) {
    Map<String, String> settings = new HashMap<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      settings.put(setting._1(), setting._2());
    }
    return settings;
  }
}
