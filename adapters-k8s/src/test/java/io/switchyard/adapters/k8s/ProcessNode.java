package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A node that runs the pods of servers as processes of this machine. Of a pod all is taken as it
 * is, containers, arguments, variables, volumes, address, but for the image, in place of which
 * there is a Spark of ours, and for what is the cluster's: the master that executors come from, and
 * names of services.
 */
final class ProcessNode implements AutoCloseable {

  private final Site site;
  private final KubernetesClient client;
  private final String namespace;
  private final Path folder;
  private final Endpoints spark;
  private final Map<String, Process> running = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;

  ProcessNode(Site site, KubernetesClient client, String namespace, Path folder, Endpoints spark) {
    this.site = site;
    this.client = client;
    this.namespace = namespace;
    this.folder = folder;
    this.spark = spark;
    this.pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(Labels.ROLE, Labels.SERVER)
            .inform(new Work());
  }

  private final class Work implements ResourceEventHandler<Pod> {

    @Override
    public void onAdd(Pod pod) {
      String name = pod.getMetadata().getName();
      if (running.containsKey(name)) {
        return;
      }
      site.schedule(namespace, name);
      try {
        String ip = freshAddress();
        Process process = start(pod, ip);
        running.put(name, process);
        status(name, "{\"status\":{\"phase\":\"Running\",\"podIP\":\"" + ip + "\"}}");
        var unused = process.onExit().thenAccept(ended -> ended(name, ended.exitValue()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      Process process = running.get(pod.getMetadata().getName());
      if (process != null && pod.getSpec().getActiveDeadlineSeconds() != null) {
        process.destroy();
      }
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
      Process process = running.get(pod.getMetadata().getName());
      if (process != null) {
        process.destroy();
      }
    }
  }

  private void ended(String name, int exit) {
    try {
      site.print(namespace, name, Files.readString(log(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    status(
        name,
        """
        {"status":{"phase":"Failed","containerStatuses":[{"name":"spark-kubernetes-driver",
        "image":"spark","imageID":"","ready":false,"restartCount":0,
        "state":{"terminated":{"exitCode":%d,"reason":"Error"}}}]}}\
        """
            .formatted(exit));
  }

  /** Every address that begins with 127 is this machine's. */
  private static String freshAddress() {
    ThreadLocalRandom dice = ThreadLocalRandom.current();
    return "127.%d.%d.%d".formatted(dice.nextInt(1, 255), dice.nextInt(255), dice.nextInt(1, 255));
  }

  private Process start(Pod pod, String ip) throws IOException {
    Path home = Files.createDirectories(folder.resolve(pod.getMetadata().getName()));
    Map<String, String> paths = new LinkedHashMap<>();
    for (Container container : containers(pod)) {
      for (VolumeMount mount : container.getVolumeMounts()) {
        paths.put(mount.getMountPath(), home.resolve(mount.getName()).toString());
      }
    }
    for (Volume volume : pod.getSpec().getVolumes()) {
      fill(volume, home.resolve(volume.getName()), paths, ip);
    }
    for (Container init : pod.getSpec().getInitContainers()) {
      run(init.getCommand().stream().map(word -> here(word, paths)).toList());
    }
    // What only an init container mounts, the server cannot see.
    delete(home.resolve("switchyard-input"));
    Container main = pod.getSpec().getContainers().get(0);
    Map<String, String> env = env(main, ip);
    ProcessBuilder process =
        new ProcessBuilder(command(main, env, paths, ip))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(pod.getMetadata().getName()).toFile());
    process.environment().putAll(env);
    return process.start();
  }

  private static List<Container> containers(Pod pod) {
    List<Container> all = new ArrayList<>(pod.getSpec().getInitContainers());
    all.addAll(pod.getSpec().getContainers());
    return all;
  }

  private static String here(String text, Map<String, String> paths) {
    String here = text;
    for (Map.Entry<String, String> path : paths.entrySet()) {
      here = here.replace(path.getKey(), path.getValue());
    }
    return here;
  }

  private void fill(Volume volume, Path into, Map<String, String> paths, String ip)
      throws IOException {
    Files.createDirectories(into);
    Map<String, String> files = new HashMap<>();
    if (volume.getConfigMap() != null) {
      Map<String, String> data =
          client
              .configMaps()
              .inNamespace(namespace)
              .withName(volume.getConfigMap().getName())
              .get()
              .getData();
      volume.getConfigMap().getItems().forEach(i -> files.put(i.getPath(), data.get(i.getKey())));
    } else if (volume.getSecret() != null) {
      var secret =
          client
              .secrets()
              .inNamespace(namespace)
              .withName(volume.getSecret().getSecretName())
              .get();
      if (secret.getStringData() != null) {
        files.putAll(secret.getStringData());
      }
      if (secret.getData() != null) {
        secret.getData().forEach((key, value) -> files.put(key, decoded(value)));
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      boolean settings = file.getKey().equals("spark.properties");
      String text = settings ? ours(file.getValue(), paths, ip) : file.getValue();
      Files.writeString(into.resolve(file.getKey()), text);
    }
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private String ours(String properties, Map<String, String> paths, String ip) throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(properties));
    settings.replaceAll((key, value) -> here("" + value, paths));
    settings.put("spark.master", spark.masterUrl());
    settings.put("spark.driver.host", ip);
    StringWriter text = new StringWriter();
    settings.store(text, null);
    return text.toString();
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Map<String, String> env(Container container, String ip) {
    Map<String, String> env = new HashMap<>();
    for (EnvVar variable : container.getEnv()) {
      env.put(variable.getName(), variable.getValue() == null ? ip : variable.getValue());
    }
    return env;
  }

  /** What the entry point of Apache's images makes of its arguments. */
  private List<String> command(
      Container main, Map<String, String> env, Map<String, String> paths, String ip)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(spark.runtime().javaHome().resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx600m"));
    command.addAll(spark.runtime().moduleOptions());
    command.addAll(List.of("-cp", spark.runtime().sparkHome().resolve("jars") + "/*"));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--conf", "spark.driver.bindAddress=" + ip, "--deploy-mode", "client"));
    List<String> arguments = main.getArgs();
    if (!arguments.get(0).equals("driver")) {
      throw new IOException("the image has no such role: " + arguments.get(0));
    }
    for (String argument : arguments.subList(1, arguments.size())) {
      String expanded = argument;
      for (Map.Entry<String, String> variable : env.entrySet()) {
        expanded = expanded.replace("$(" + variable.getKey() + ")", variable.getValue());
      }
      command.add(here(expanded, paths));
    }
    return command;
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** What a pod has printed so far. */
  String printed(String name) {
    try {
      return Files.readString(log(name));
    } catch (IOException e) {
      return "nothing: " + e;
    }
  }

  /** The files that the server of a pod sees in a volume of its own. */
  List<String> files(String name, String volume) throws IOException {
    try (var files = Files.list(folder.resolve(name).resolve(volume))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The process of a pod. */
  ProcessHandle process(String name) {
    return running.get(name).toHandle();
  }

  private void status(String name, String status) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  @Override
  public void close() {
    pods.close();
    running.values().forEach(Process::destroyForcibly);
    running.values().forEach(process -> process.onExit().join());
  }
}
