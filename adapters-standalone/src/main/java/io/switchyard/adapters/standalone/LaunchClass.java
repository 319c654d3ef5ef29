package io.switchyard.adapters.standalone;

import io.switchyard.agent.DriverMain;
import io.switchyard.domain.job.ExecutionId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The main class that an execution's driver is launched with: {@link DriverMain} under a name of
 * its own. A Spark master shows the main class of every driver and nothing else that a submitter
 * can choose, so the name carries the execution's id: {@code exec-01k…} is {@code
 * io.switchyard.run.exec_01k…}, and back.
 */
final class LaunchClass {

  private static final String PACKAGE = "io.switchyard.run.";
  private static final Pattern SHAPE =
      Pattern.compile(Pattern.quote(PACKAGE) + "exec_([0-9a-z]{26})");

  private LaunchClass() {}

  static String nameFor(ExecutionId id) {
    return PACKAGE + id.value().replace('-', '_');
  }

  /** The execution whose driver has this main class; empty if it is none of ours. */
  static Optional<ExecutionId> executionOf(String mainClass) {
    Matcher matcher = SHAPE.matcher(mainClass);
    return matcher.matches()
        ? Optional.of(new ExecutionId("exec-" + matcher.group(1)))
        : Optional.empty();
  }

  /** The class file: nothing of its own, {@code main} is inherited. */
  static byte[] bytesFor(ExecutionId id) {
    ClassWriter writer = new ClassWriter(0);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    String internalName = nameFor(id).replace('.', '/');
    String parent = Type.getInternalName(DriverMain.class);
    writer.visit(Opcodes.V17, access, internalName, null, parent, null);
    writer.visitEnd();
    return writer.toByteArray();
  }
}
