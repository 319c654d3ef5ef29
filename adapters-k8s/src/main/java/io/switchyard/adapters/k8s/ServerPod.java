package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.agentclient.ConnectSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Servers of clusters: a driver pod whose main class is Spark's Connect server, with our agent
 * beside it. It is a pod and not a StatefulSet, since a server that began anew under the same id
 * would have lost all its sessions, and nobody could tell; another one is for the core to start,
 * under another id.
 *
 * <p>Tokens and secret settings reach it through a container that runs before it and copies them
 * into memory: users run code in the server, so it must be able to remove them, and must not see
 * the secret itself.
 */
final class ServerPod implements Way {

  static final int CONNECT_PORT = 15_002;
  static final int AGENT_PORT = 15_003;

  /** Where the agent and we exchange files. */
  static final String FOLDER = "/var/run/switchyard/server";

  /** The file in there with settings that must not be seen. */
  static final String SETTINGS = "settings.properties";

  private static final String FOLDER_VOLUME = "switchyard-server";
  private static final String INPUT_VOLUME = "switchyard-input";
  private static final String IP = "$(" + DriverPod.IP_VARIABLE + ")";

  private final DriverPod pods = new DriverPod();
  private final ServerObjects objects;

  ServerPod(Clusters clusters) {
    this.objects = new ServerObjects(clusters);
  }

  @Override
  public ResourceDefinitionContext kind() {
    return DriverPod.KIND;
  }

  @Override
  public Map<String, String> labels() {
    return Map.of(Labels.ROLE, Labels.SERVER);
  }

  @Override
  public Map<String, String> files(DriverSpec spec) {
    SortedMap<String, String> conf = DriverPod.conf(spec);
    // Spark starts with the most of all that it is told, and the agent asks for them later.
    conf.remove("spark.executor.instances");
    conf.putAll(ConnectSettings.executors(spec.resources().executor()));
    return pods.files(spec, conf);
  }

  @Override
  public List<HasMetadata> before(DriverSpec spec, OwnerReference owner) {
    return List.of(objects.service(spec, owner), objects.policy(spec, owner));
  }

  @Override
  public List<HasMetadata> guards(DriverSpec spec, OwnerReference owner) {
    return List.of(objects.budget(spec, owner));
  }

  @Override
  public Pod driver(DriverSpec spec, OwnerReference owner) {
    Pod driver = pods.driver(spec, owner);
    Container main = driver.getSpec().getContainers().get(0);
    return new PodBuilder(driver)
        .editMetadata()
        .addToLabels(Labels.ROLE, Labels.SERVER)
        .endMetadata()
        .editSpec()
        .addToInitContainers(taking(main))
        .editFirstContainer()
        .withArgs(arguments(spec))
        .addNewPort()
        .withName("connect")
        .withContainerPort(CONNECT_PORT)
        .endPort()
        .addNewPort()
        .withName("agent")
        .withContainerPort(AGENT_PORT)
        .endPort()
        .addNewVolumeMount()
        .withName(FOLDER_VOLUME)
        .withMountPath(FOLDER)
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName(FOLDER_VOLUME)
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(new Quantity("1Mi"))
        .endEmptyDir()
        .endVolume()
        .addNewVolume()
        .withName(INPUT_VOLUME)
        .withNewSecret()
        .withSecretName(spec.identity().name())
        .endSecret()
        .endVolume()
        .endSpec()
        .build();
  }

  /** Runs before the server, as the same user. */
  private static Container taking(Container main) {
    return new ContainerBuilder()
        .withName("switchyard-input")
        .withImage(main.getImage())
        .withImagePullPolicy(main.getImagePullPolicy())
        .withSecurityContext(main.getSecurityContext())
        .withCommand("sh", "-c", "umask 077 && cp " + Input.FOLDER + "/* " + FOLDER + "/")
        .addNewVolumeMount()
        .withName(INPUT_VOLUME)
        .withMountPath(Input.FOLDER)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(FOLDER_VOLUME)
        .withMountPath(FOLDER)
        .endVolumeMount()
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("32Mi"))
        .addToLimits("memory", new Quantity("64Mi"))
        .endResources()
        .build();
  }

  private static List<String> arguments(DriverSpec spec) {
    List<String> listening = new ArrayList<>();
    listening.addAll(List.of("--conf", ConnectSettings.ADDRESS + "=" + IP));
    listening.addAll(List.of("--conf", "spark.switchyard.agent.host=" + IP));
    return DriverPod.arguments(spec.code(), listening);
  }

  @Override
  public Reading read(GenericKubernetesResource driver) {
    return PodReading.of(driver);
  }
}
