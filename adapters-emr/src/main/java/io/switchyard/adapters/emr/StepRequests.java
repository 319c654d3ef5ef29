package io.switchyard.adapters.emr;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.StepConfig;

/** Says a driver as a step. Pure. */
final class StepRequests {

  /** What EMR takes for the arguments of a step, with room for the spaces between them. */
  private static final int LONGEST = 10_000;

  private static final int LONGEST_NAME = 256;
  private static final String SCRIPT = script();

  private StepRequests() {}

  /**
   * @param folder of the execution in S3, as an address
   * @param ownCluster whether the cluster shall end with it
   * @throws TargetFailure {@code REJECTED} if it is more than EMR takes
   */
  static StepConfig of(DriverSpec spec, int ticket, String folder, boolean ownCluster) {
    List<String> arguments = arguments(spec, ticket, folder);
    int length = arguments.stream().mapToInt(argument -> argument.length() + 1).sum();
    if (length > LONGEST) {
      throw TargetFailure.withoutEffect(
          Kind.REJECTED,
          "its settings and arguments have %d characters, and a step of EMR takes %d; put some of them into a file"
              .formatted(length - SCRIPT.length(), LONGEST - SCRIPT.length()));
    }
    return StepConfig.builder()
        .name(name(StepRef.mark(spec.execution(), ticket) + " " + spec.jobName()))
        .actionOnFailure(ownCluster ? ActionOnFailure.TERMINATE_CLUSTER : ActionOnFailure.CONTINUE)
        .hadoopJarStep(jar -> jar.jar("command-runner.jar").args(arguments))
        .build();
  }

  /** EMR refuses longer ones, and some characters. */
  static String name(String text) {
    String legal = text.replaceAll("[<>&$|`\\p{Cntrl}]", "-");
    return legal.substring(0, Math.min(LONGEST_NAME, legal.length()));
  }

  /** What the machine runs, as {@code step.sh} takes it. */
  static List<String> arguments(DriverSpec spec, int ticket, String folder) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                SCRIPT,
                "switchyard-step",
                folder,
                "" + ticket,
                Describing.folder(spec.execution()),
                spec.input().isEmpty() ? "none" : "input"));
    arguments.addAll(SubmitArguments.of(spec));
    return arguments;
  }

  private static String script() {
    try (InputStream in = StepRequests.class.getResourceAsStream("step.sh")) {
      if (in == null) {
        throw new IllegalStateException("step.sh is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
