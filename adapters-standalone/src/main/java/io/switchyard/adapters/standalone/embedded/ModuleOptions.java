package io.switchyard.adapters.standalone.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Spark needs of the module system, as its launcher's JavaModuleOptions prints it, the union
 * of all lines. Processes that no Spark script starts must be given it, among them the drivers of
 * Spark 3.5.
 */
final class ModuleOptions {

  private static final List<String> BASE_PACKAGES =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private ModuleOptions() {}

  static List<String> of(int javaFeature) {
    List<String> options = new ArrayList<>();
    options.add("-XX:+IgnoreUnrecognizedVMOptions");
    options.add("--add-modules=jdk.incubator.vector");
    BASE_PACKAGES.forEach(p -> options.add("--add-opens=java.base/" + p + "=ALL-UNNAMED"));
    options.add("--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
    options.add("-Djdk.reflect.useDirectMethodHandle=false");
    options.add("-Dio.netty.tryReflectionSetAccessible=true");
    if (javaFeature >= 24) {
      Stream.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
          .forEach(options::add);
    }
    return List.copyOf(options);
  }
}
