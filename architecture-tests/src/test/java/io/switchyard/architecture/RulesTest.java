package io.switchyard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the rules against everything that ships. */
final class RulesTest {

  private static final String ROOT = "io.switchyard";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT)
          .that(
              DescribedPredicate.describe(
                  "are neither examples nor generated",
                  c -> !c.getPackageName().matches("io\\.switchyard\\.(examples|grpc)\\..*")));

  @TestFactory
  Stream<DynamicTest> everything_that_ships_keeps_the_rules() {
    return Rules.below(ROOT).entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(CLASSES)));
  }

  /** A rule about a package that does not exist holds for ever and says nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain.job",
        "domain.job.etl",
        "domain.input",
        "domain.team",
        "domain.placement",
        "ports.job",
        "ports.placement",
        "ports.session",
        "ports.team",
        "domain.session",
        "domain.callback",
        "adapters.callbacks",
        "adapters.jdbi",
        "adapters.k8s",
        "adapters.emr",
        "adapters.logs",
        "adapters.standalone",
        "app",
        "app.grpc",
        "app.http",
        "etl",
        "agent",
        "agentclient"
      })
  void the_packages_that_the_rules_speak_of_exist(String name) {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains(ROOT + "." + name);
  }

  @Test
  void every_package_is_null_marked() {
    Set<String> unmarked =
        CLASSES.stream()
            .collect(Collectors.groupingBy(JavaClass::getPackageName))
            .entrySet()
            .stream()
            .filter(
                entry ->
                    entry.getValue().stream()
                        .noneMatch(
                            c ->
                                c.getSimpleName().equals("package-info")
                                    && c.isAnnotatedWith(NullMarked.class)))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(unmarked).isEmpty();
  }

  @Test
  void the_embedding_example_needs_the_core_and_two_adapters_and_no_framework() throws IOException {
    List<String> jars =
        Stream.of(
                Files.readString(Path.of(System.getProperty("embedding.classpath")))
                    .split(File.pathSeparator))
            .map(entry -> Path.of(entry.strip()).toString())
            .toList();
    assertThat(jars.stream().filter(jar -> jar.matches(".*(switchyard|app-http).*")))
        .isNotEmpty()
        .noneMatch(jar -> jar.contains("app-http"));
    assertThat(jars.stream().map(jar -> Path.of(jar).getFileName().toString()))
        .isNotEmpty()
        .noneMatch(
            jar ->
                jar.matches("(guice|javalin|jetty|grpc|proto|netty|micrometer|switchyard-api).*"));
  }

  @Test
  void the_embedding_example_uses_only_the_core_and_two_adapters() {
    JavaClasses example = new ClassFileImporter().importPackages(ROOT + ".examples.embedding");
    assertThat(example).isNotEmpty();
    assertThat(
            example.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.replaceFirst("^io\\.switchyard\\.", ""))
                .collect(Collectors.toSet()))
        .allMatch(
            name ->
                name.startsWith("domain.")
                    || name.startsWith("ports")
                    || name.equals("adapters.jdbi")
                    || name.startsWith("adapters.standalone")
                    || name.equals("examples.embedding"));
  }
}
