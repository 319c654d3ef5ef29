package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Resources;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One execution's driver with its executors, in words that every way of starting it understands.
 *
 * @param identity whose it is
 * @param image what its pods run
 * @param code what it runs in there
 * @param conf all Spark settings that may be seen, but for those that differ by way
 * @param input files that must not be seen by who may look at pods, in {@link Input#FOLDER}
 * @param resources of driver and executors
 * @param pods what the pods look like
 * @param ttl how long what is left of it stays after its end
 */
record DriverSpec(
    Identity identity,
    Image image,
    Code code,
    SortedMap<String, String> conf,
    SortedMap<String, String> input,
    Resources resources,
    Pods pods,
    Duration ttl) {

  DriverSpec {
    conf = Collections.unmodifiableSortedMap(new TreeMap<>(conf));
    input = Collections.unmodifiableSortedMap(new TreeMap<>(input));
  }

  /**
   * @param id also the name of the objects
   * @param labels of everything that belongs to it
   * @param annotations of the driver's object: what is no label by its characters
   */
  record Identity(
      ExecutionId id,
      String namespace,
      Map<String, String> labels,
      Map<String, String> annotations) {

    Identity {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
      annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    String name() {
      return id.value();
    }
  }

  /**
   * @param mainClass null for Python
   * @param resource the jar with the main class, or the script
   * @param jars more, for driver and executors
   */
  record Code(
      @Nullable String mainClass,
      String resource,
      List<String> jars,
      List<String> pyFiles,
      List<String> arguments) {

    Code {
      jars = List.copyOf(jars);
      pyFiles = List.copyOf(pyFiles);
      arguments = List.copyOf(arguments);
    }

    boolean python() {
      return mainClass == null;
    }
  }

  /** The pods' service account and templates, complete but for what differs by way. */
  record Pods(String serviceAccount, PodTemplateSpec driver, PodTemplateSpec executor) {}
}
