package io.switchyard.domain.cluster;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A {@link ClusterShape} as one of two keys: a size, or resources of one's own. */
public final class ClusterShapeForm {

  private ClusterShapeForm() {}

  /** Reads exactly one of the two keys of {@code in}; the supplier is for {@code in.build}. */
  public static Supplier<ClusterShape> read(InputObject in, String sizeKey, String customKey) {
    Supplier<Optional<ClusterSize>> size = in.optional(sizeKey, lowerCaseEnum(ClusterSize.class));
    Supplier<Optional<Resources>> custom = in.optional(customKey, object(ClusterShapeForm::custom));
    if (in.has(sizeKey) == in.has(customKey)) {
      in.refuse(
          in.has(sizeKey) ? customKey : sizeKey,
          "",
          in.has(sizeKey) ? "and " + sizeKey + " are one thing" : "is required",
          "give either %s (small, medium, large, xlarge) or %s".formatted(sizeKey, customKey));
    }
    return () ->
        size.get()
            .map(ClusterShape::of)
            .orElseGet(() -> ClusterShape.custom(custom.get().orElseThrow()));
  }

  private static Resources custom(InputObject in) {
    var driverCores = in.required("driver_cores", integer(1, DriverResources.MAX_CORES));
    var driverMemory = in.required("driver_memory", memory());
    var instances = in.required("executor_instances", integer(1, ExecutorResources.MAX_INSTANCES));
    var cores = in.required("executor_cores", integer(1, DriverResources.MAX_CORES));
    var memory = in.required("executor_memory", memory());
    return in.build(
        () ->
            new Resources(
                new DriverResources(driverCores.get(), driverMemory.get(), null),
                new ExecutorResources(instances.get(), cores.get(), memory.get(), null, null)));
  }

  private static InputReader<Memory> memory() {
    return text().then(Memory::parse);
  }

  /** Puts the one key that says the shape. */
  public static void write(
      ClusterShape shape, Map<String, Object> tree, String sizeKey, String customKey) {
    if (shape.size() != null) {
      tree.put(sizeKey, shape.size().word());
    } else {
      tree.put(customKey, tree(shape.resources()));
    }
  }

  /** Resources with the names that {@code custom_resources} has. */
  public static Map<String, Object> tree(Resources resources) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("driver_cores", resources.driver().cores());
    tree.put("driver_memory", resources.driver().memory().toString());
    tree.put("executor_instances", resources.executor().instances());
    tree.put("executor_cores", resources.executor().cores());
    tree.put("executor_memory", resources.executor().memory().toString());
    return tree;
  }
}
