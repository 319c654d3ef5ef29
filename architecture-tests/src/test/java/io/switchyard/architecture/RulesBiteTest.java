package io.switchyard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Holds every rule against a tree in which each is broken, and expects to hear of it. */
final class RulesBiteTest {

  private static final String PLANTED = "io.switchyard.architecture.planted";

  @TempDir static Path generated;

  private static JavaClasses classes;

  @BeforeAll
  static void plant() throws IOException {
    // Written as bytes, so that no test needs Spark or a database on its class path.
    for (String library : Rules.FENCES.keySet()) {
      plantUseOf(library.replace("..", ""));
    }
    Set<Location> places =
        Set.of(
            Location.of(generated),
            Location.of(Path.of("target/test-classes", PLANTED.replace('.', '/'))));
    classes = new ClassFileImporter().importLocations(places);
  }

  private static void plantUseOf(String library) throws IOException {
    String name = PLANTED.replace('.', '/') + "/domain/job/Uses_" + library.replace('.', '_');
    ClassWriter bytes = new ClassWriter(0);
    bytes.visit(
        Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, null, "java/lang/Object", null);
    String type = "L" + library.replace('.', '/') + "/Anything;";
    bytes.visitField(Opcodes.ACC_FINAL, "used", type, null, null).visitEnd();
    bytes.visitEnd();
    Path file = generated.resolve(name + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.toByteArray());
  }

  @TestFactory
  Stream<DynamicTest> a_planted_violation_is_caught() {
    return Rules.below(PLANTED).entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> bites(rule)));
  }

  private static void bites(Map.Entry<String, ArchRule> rule) {
    assertThat(rule.getValue().evaluate(classes).hasViolation()).isTrue();
  }
}
