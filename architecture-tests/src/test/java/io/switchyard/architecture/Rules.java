package io.switchyard.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The architecture as rules over the packages below a root. The root is an argument so that the
 * same rules can be held against planted violations, which shows that each of them can fail.
 */
final class Rules {

  /** Third-party packages and the only packages of ours, below the root, that may use them. */
  static final Map<String, List<String>> FENCES =
      Map.ofEntries(
          Map.entry("org.jdbi..", List.of("adapters.jdbi..")),
          Map.entry("org.flywaydb..", List.of("adapters.jdbi..")),
          Map.entry("com.zaxxer.hikari..", List.of("adapters.jdbi..")),
          Map.entry("io.fabric8..", List.of("adapters.k8s..")),
          Map.entry("software.amazon..", List.of("adapters.emr..")),
          Map.entry("io.javalin..", List.of("app..")),
          Map.entry("org.eclipse.jetty..", List.of("adapters.callbacks..", "app.http..")),
          Map.entry("io.netty..", List.of("gateway..")),
          Map.entry("io.grpc..", List.of("app.grpc..", "adapters.connect..")),
          Map.entry("com.google.protobuf..", List.of("app.grpc..")),
          Map.entry("com.google.inject..", List.of("app..")),
          Map.entry("io.micrometer..", List.of("app..")),
          Map.entry("org.apache.spark..", List.of("etl..", "agent..")),
          Map.entry(
              "com.fasterxml.jackson..", List.of("adapters..", "agentclient..", "app..", "etl..")));

  private Rules() {}

  static Map<String, ArchRule> below(String root) {
    String domain = root + ".domain..";
    String ports = root + ".ports..";
    String adapters = root + ".adapters..";
    String app = root + ".app..";
    Map<String, ArchRule> rules = new LinkedHashMap<>();

    rules.put(
        "the domain knows only java",
        classes()
            .that()
            .resideInAPackage(domain)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(domain, "java..", "org.jspecify.."));
    rules.put(
        "ports know only the domain",
        classes()
            .that()
            .resideInAPackage(ports)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ports, domain, "java..", "org.jspecify..", "org.slf4j.."));
    rules.put(
        "adapters do not know the application",
        noClasses()
            .that()
            .resideInAPackage(adapters)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(app));
    rules.put(
        "what adapters share knows none of them",
        noClasses()
            .that()
            .resideInAPackage(root + ".agentclient..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(adapters, app));
    rules.put(
        "adapters are strangers",
        slices().matching(root + ".adapters.(*)..").should().notDependOnEachOther());
    rules.put(
        "features of the domain have no cycles",
        slices().matching(root + ".domain.(*)..").should().beFreeOfCycles());
    rules.put(
        "features of the ports have no cycles but through backends",
        // A backend bundles the ports that it answers; use cases choose among backends.
        slices()
            .matching(root + ".ports.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                resideInAPackage(root + ".ports.placement.."),
                resideInAnyPackage(root + ".ports.job..", root + ".ports.cluster..")));
    rules.put(
        "an adapter shows its config and what it makes of it",
        classes()
            .that()
            .resideInAPackage(root + ".adapters.*")
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleNameEndingWith("Config")
            .orShould()
            .haveSimpleNameEndingWith("Store")
            .orShould()
            .haveSimpleNameEndingWith("Probe")
            .orShould()
            .haveSimpleNameEndingWith("Backend")
            .orShould()
            .haveSimpleNameEndingWith("Sender")
            .orShould()
            .haveSimpleNameEndingWith("Sessions"));
    rules.put(
        "what an adapter keeps in packages below its own is its business, except configs",
        noClasses()
            .that()
            .resideInAPackage(app)
            .should()
            .dependOnClassesThat(resideInAPackage(root + ".adapters.*.(**)").and(isNoConfig())));
    rules.put(
        "the domain is immutable",
        classes().that().resideInAPackage(domain).should().haveOnlyFinalFields());
    rules.put(
        "the clock and chance are given",
        noClockOrChance(domain, ports, adapters, root + ".agentclient.."));
    rules.put(
        "a use case is one final class with one public method",
        classes().that(areUseCasesOf(root)).should(Shapes.beFinalWithOnePublicMethod()));
    rules.put(
        "Guice lives in modules and in what boots them",
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .haveSimpleNameNotEndingWith("Module")
            .and()
            .doNotHaveSimpleName("Main")
            .and()
            .doNotHaveSimpleName("Running")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.inject.."));
    FENCES.forEach(
        (library, homes) -> rules.put(library + " stays at home", fence(root, library, homes)));
    rules.put("no field injection", GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
    rules.put("no java.util.logging", GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    rules.put(
        "no generic exceptions", GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    rules.put(
        "the core and its adapters print nothing",
        noClasses()
            .that()
            .resideInAnyPackage(domain, ports, adapters)
            .and()
            // A main class of its own process, whose streams are that process's log.
            .doNotHaveSimpleName("GuardedMain")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    return rules;
  }

  private static ArchRule noClockOrChance(String... rings) {
    return noClasses()
        .that()
        .resideInAnyPackage(rings)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random");
  }

  private static ArchRule fence(String root, String library, List<String> homes) {
    String[] packages = homes.stream().map(home -> root + "." + home).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and(DescribedPredicate.not(resideInAnyPackage(packages)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  /** Neither a config nor a part of one. */
  private static DescribedPredicate<JavaClass> isNoConfig() {
    return DescribedPredicate.describe(
        "is no config", c -> !c.getName().matches(".*\\.\\w+Config(\\$\\w+)?"));
  }

  private static DescribedPredicate<JavaClass> areUseCasesOf(String root) {
    return DescribedPredicate.describe(
        "are use cases",
        c ->
            c.getPackageName().matches(Pattern.quote(root) + "\\.ports\\.[a-z]+")
                && c.isTopLevelClass()
                && c.getModifiers().contains(JavaModifier.PUBLIC)
                && !c.isInterface()
                && !c.isRecord()
                && !c.isEnum()
                && !c.isAssignableTo(Throwable.class));
  }
}
