package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a request will be run here: what {@code fit} promises and {@code launch} does.
 *
 * @param mainClass of the user's code or what runs it
 * @param jars for driver and executors
 * @param pyFiles for the Python of driver and executors
 * @param arguments of the main class; {@link #SPEC_FILE} stands for the path of the spec
 * @param python interpreter to use; null for Spark's own choice
 * @param etlSpec what goes into the spec file; null if there is none
 * @param settings the user's, without secrets
 * @param secrets the user's settings that must not be seen
 * @param notes what is otherwise than asked, for the user
 */
record LaunchPlan(
    SparkVersion version,
    Resources resources,
    String mainClass,
    List<String> jars,
    List<String> pyFiles,
    List<String> arguments,
    @Nullable String python,
    @Nullable Map<String, Object> etlSpec,
    Map<String, String> settings,
    Map<String, String> secrets,
    List<String> notes) {

  static final String SPEC_FILE = "\0spec-file";

  LaunchPlan {
    jars = List.copyOf(jars);
    pyFiles = List.copyOf(pyFiles);
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
    secrets = Map.copyOf(secrets);
    notes = List.copyOf(notes);
  }
}
