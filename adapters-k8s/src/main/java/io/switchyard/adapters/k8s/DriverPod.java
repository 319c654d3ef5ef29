package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.DriverSpec.Code;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Drivers as pods that we make ourselves, as {@code spark-submit} in cluster mode would, without a
 * JVM for each: the pod runs {@code spark-submit} in client mode and makes its executors.
 */
final class DriverPod implements Way {

  static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Pod")
          .withPlural("pods")
          .withNamespaced(true)
          .build();

  /** The variable with the pod's address. */
  static final String IP_VARIABLE = "SPARK_DRIVER_BIND_ADDRESS";

  private static final String PROPERTIES = "spark.properties";
  private static final String EXECUTOR_TEMPLATE = "executor.yaml";
  private static final int DRIVER_PORT = 7078;
  private static final int BLOCKS_PORT = 7079;
  private static final int UI_PORT = 4040;

  /** Spark's own least and share of memory beside a heap. */
  private static final long LEAST_OVERHEAD = 384;

  private static final double OVERHEAD = 0.1;
  private static final double PYTHON_OVERHEAD = 0.4;

  private final KubernetesSerialization yaml = new KubernetesSerialization();

  @Override
  public ResourceDefinitionContext kind() {
    return KIND;
  }

  /** Executors are pods, too. */
  @Override
  public Map<String, String> labels() {
    return Map.of(Labels.ROLE, Labels.DRIVER);
  }

  @Override
  public Map<String, String> files(DriverSpec spec) {
    return files(spec, conf(spec));
  }

  Map<String, String> files(DriverSpec spec, SortedMap<String, String> conf) {
    return Map.of(
        PROPERTIES,
        PropertiesText.of(conf),
        EXECUTOR_TEMPLATE,
        yaml.asYaml(spec.pods().executor()));
  }

  static SortedMap<String, String> conf(DriverSpec spec) {
    SortedMap<String, String> conf = SparkConf.withResources(spec);
    String name = spec.identity().name();
    String namespace = spec.identity().namespace();
    SparkConf.join(conf, "spark.jars", spec.code().jars());
    SparkConf.join(conf, "spark.submit.pyFiles", spec.code().pyFiles());
    conf.put("spark.master", "k8s://https://kubernetes.default.svc");
    conf.put("spark.submit.deployMode", "client");
    conf.put("spark.driver.host", service(name) + "." + namespace + ".svc");
    conf.put("spark.driver.port", "" + DRIVER_PORT);
    conf.put("spark.driver.blockManager.port", "" + BLOCKS_PORT);
    conf.put("spark.ui.port", "" + UI_PORT);
    conf.put("spark.kubernetes.namespace", namespace);
    conf.put("spark.kubernetes.driver.pod.name", name);
    conf.put("spark.kubernetes.container.image", spec.image().name());
    conf.put("spark.kubernetes.container.image.pullPolicy", spec.image().pullPolicy());
    String account = spec.pods().serviceAccount();
    conf.put("spark.kubernetes.authenticate.executor.serviceAccountName", account);
    conf.put("spark.kubernetes.executor.podNamePrefix", name);
    conf.put("spark.kubernetes.executor.podTemplateFile", path(EXECUTOR_TEMPLATE));
    conf.put("spark.kubernetes.executor.podTemplateContainerName", DriverPods.EXECUTOR_CONTAINER);
    return conf;
  }

  private static String service(String name) {
    return name + "-driver";
  }

  private static String path(String file) {
    return DriverPods.CLAIM_FOLDER + "/" + file;
  }

  @Override
  public List<HasMetadata> before(DriverSpec spec, OwnerReference owner) {
    return List.of(service(spec, owner, Labels.DRIVER, List.of()));
  }

  /** Gives the driver a name that executors find it by. */
  static Service service(
      DriverSpec spec, OwnerReference owner, String role, List<ServicePort> more) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(service(spec.identity().name()))
        .withNamespace(spec.identity().namespace())
        .withLabels(spec.identity().labels())
        .withOwnerReferences(owner)
        .endMetadata()
        .withNewSpec()
        .withClusterIP("None")
        // Executors may ask before the driver counts as ready.
        .withPublishNotReadyAddresses(true)
        .addToSelector(Labels.EXECUTION, spec.identity().name())
        .addToSelector(Labels.ROLE, role)
        .withPorts(
            port("driver-rpc-port", DRIVER_PORT),
            port("blockmanager", BLOCKS_PORT),
            port("spark-ui", UI_PORT))
        .addAllToPorts(more)
        .endSpec()
        .build();
  }

  static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(number)
        .withTargetPort(new IntOrString(number))
        .build();
  }

  @Override
  public Pod driver(DriverSpec spec, OwnerReference owner) {
    PodTemplateSpec template = spec.pods().driver();
    DriverResources resources = spec.resources().driver();
    Quantity memory = new Quantity(whole(resources, spec.code().python()) + "Mi");
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName(spec.identity().name())
        .withNamespace(spec.identity().namespace())
        .withOwnerReferences(owner)
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withRestartPolicy("Never")
        .withServiceAccountName(spec.pods().serviceAccount())
        .editMatchingVolume(volume -> DriverPods.CLAIM_VOLUME.equals(volume.getName()))
        .editConfigMap()
        .addNewItem(PROPERTIES, null, PROPERTIES)
        .addNewItem(EXECUTOR_TEMPLATE, null, EXECUTOR_TEMPLATE)
        .endConfigMap()
        .endVolume()
        .editFirstContainer()
        .withImage(spec.image().name())
        .withImagePullPolicy(spec.image().pullPolicy())
        .withArgs(arguments(spec.code(), List.of()))
        .addNewEnv()
        .withName(IP_VARIABLE)
        .withNewValueFrom()
        .withNewFieldRef("v1", "status.podIP")
        .endValueFrom()
        .endEnv()
        .editOrNewResources()
        .addToRequests("cpu", new Quantity("" + resources.cores()))
        .addToRequests("memory", memory)
        .addToLimits("memory", memory)
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  private static long whole(DriverResources resources, boolean python) {
    long heap = resources.memory().mebibytes();
    Memory given = resources.memoryOverhead();
    long share = (long) (heap * (python ? PYTHON_OVERHEAD : OVERHEAD));
    return heap + (given == null ? Math.max(LEAST_OVERHEAD, share) : given.mebibytes());
  }

  /**
   * What is said to the image.
   *
   * @param options more of them for {@code spark-submit}
   */
  static List<String> arguments(Code code, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("driver"));
    arguments.addAll(List.of("--properties-file", path(PROPERTIES)));
    arguments.addAll(options);
    if (code.mainClass() != null) {
      arguments.addAll(List.of("--class", code.mainClass()));
    }
    arguments.add(code.resource());
    arguments.addAll(code.arguments());
    return arguments;
  }

  @Override
  public Reading read(GenericKubernetesResource driver) {
    return PodReading.of(driver);
  }
}
