package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.domain.job.SparkVersion;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Masters that somebody else runs. */
final class RemoteMasters implements Masters {

  /** As {@code org.apache.spark.launcher.JavaModuleOptions} of 3.5 prints it. */
  private static final List<String> MODULE_OPTIONS =
      Stream.concat(
              Stream.of("-XX:+IgnoreUnrecognizedVMOptions"),
              Stream.of(
                      "java.base/java.lang",
                      "java.base/java.lang.invoke",
                      "java.base/java.lang.reflect",
                      "java.base/java.io",
                      "java.base/java.net",
                      "java.base/java.nio",
                      "java.base/java.util",
                      "java.base/java.util.concurrent",
                      "java.base/java.util.concurrent.atomic",
                      "java.base/jdk.internal.ref",
                      "java.base/sun.nio.ch",
                      "java.base/sun.nio.cs",
                      "java.base/sun.security.action",
                      "java.base/sun.util.calendar",
                      "java.security.jgss/sun.security.krb5")
                  .map(name -> "--add-opens=" + name + "=ALL-UNNAMED"))
          .toList();

  private final List<MasterAddress> addresses;

  RemoteMasters(List<MasterAddress> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  @Override
  public List<SparkVersion> versions() {
    return addresses.stream().map(MasterAddress::version).toList();
  }

  @Override
  public ClusterSize size(SparkVersion version) {
    MasterAddress address = address(version).orElseThrow();
    return new ClusterSize(address.workers(), address.cores(), address.memory());
  }

  @Override
  public Optional<Master> master(SparkVersion version) {
    return address(version)
        .map(
            a ->
                new Master(
                    version, a.masterUrl(), bare(a.restUrl()), bare(a.uiUrl()), MODULE_OPTIONS));
  }

  private Optional<MasterAddress> address(SparkVersion version) {
    return addresses.stream().filter(a -> a.version().equals(version)).findFirst();
  }

  private static URI bare(URI url) {
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  @Override
  public boolean onThisMachine() {
    return false;
  }

  /** Workers that somebody set up are taken to have a whole Spark. */
  @Override
  public boolean bringsPython(SparkVersion version) {
    return true;
  }

  @Override
  public String status(SparkVersion version) {
    return "Spark " + version + " at " + address(version).orElseThrow().masterUrl();
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() {}
}
