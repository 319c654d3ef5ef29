package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.etl.EtlSpec;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a job's driver runs: one of a closed set. */
public sealed interface JobSpec {

  /** One function per kind; gives what the matching one returns. */
  <T> T fold(
      Function<CoreEtl, T> coreEtl, Function<CustomJar, T> customJar, Function<PySpark, T> pySpark);

  /**
   * Sources, SQL transformations and sinks, run by the CoreETL application.
   *
   * @param version the CoreETL release asked for, as the platform's table of releases names it
   * @param spec what it shall do
   */
  record CoreEtl(String version, EtlSpec spec) implements JobSpec {

    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");

    public CoreEtl {
      if (!VERSION.matcher(version).matches()) {
        throw InvalidValue.at(
            "version", version, "is not a CoreETL version", "write a release such as 2.7.0");
      }
    }

    @Override
    public <T> T fold(
        Function<CoreEtl, T> coreEtl,
        Function<CustomJar, T> customJar,
        Function<PySpark, T> pySpark) {
      return coreEtl.apply(this);
    }
  }

  /**
   * A main class in a jar of the user's.
   *
   * @param jar where the jar lies
   * @param mainClass a fully qualified class with a {@code main} method
   * @param arguments given to {@code main} as they are
   */
  record CustomJar(ArtifactUri jar, String mainClass, List<String> arguments) implements JobSpec {

    private static final Pattern CLASS_NAME =
        Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

    public CustomJar {
      if (!CLASS_NAME.matcher(mainClass).matches()) {
        throw InvalidValue.at(
            "main_class", mainClass, "is not a class name", "write one such as com.acme.Main");
      }
      arguments = List.copyOf(arguments);
    }

    @Override
    public <T> T fold(
        Function<CoreEtl, T> coreEtl,
        Function<CustomJar, T> customJar,
        Function<PySpark, T> pySpark) {
      return customJar.apply(this);
    }
  }

  /**
   * A Python script of the user's.
   *
   * @param script where the {@code .py} file lies
   * @param pyFiles more {@code .py}, {@code .zip} or {@code .egg} files for its path
   * @param arguments given to the script as they are
   */
  record PySpark(ArtifactUri script, List<ArtifactUri> pyFiles, List<String> arguments)
      implements JobSpec {

    public PySpark {
      if (!script.value().endsWith(".py")) {
        throw InvalidValue.at("script", script.value(), "is not a .py file", "");
      }
      pyFiles = List.copyOf(pyFiles);
      arguments = List.copyOf(arguments);
    }

    @Override
    public <T> T fold(
        Function<CoreEtl, T> coreEtl,
        Function<CustomJar, T> customJar,
        Function<PySpark, T> pySpark) {
      return pySpark.apply(this);
    }
  }
}
