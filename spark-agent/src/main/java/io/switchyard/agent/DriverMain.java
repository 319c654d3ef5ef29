package io.switchyard.agent;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The main class of every driver, in place of the user's: it claims the execution, runs the user's
 * main class with the same arguments, and says in the log how that ended.
 *
 * <p>It is launched as a subclass whose name carries the execution's id, because the class name is
 * the one thing that a Spark master shows of a driver. System properties say what to do:
 *
 * <ul>
 *   <li>{@value #MAIN_CLASS}: the class whose {@code main} is run, found where Spark puts the
 *       user's jars
 *   <li>{@value #EXECUTION}: the execution's id
 *   <li>{@value #FOLDER}: the folder that the platform and this driver exchange files in, see
 *       {@link Claim}; absent: there is none, and nothing is claimed
 *   <li>{@value #STOPS_CONTEXT}: whether the Spark context that the main class leaves behind is
 *       stopped, without which threads of Spark Connect may keep the driver for ever
 * </ul>
 *
 * <p>Settings of the folder's file {@value #SETTINGS} become system properties before the main
 * class runs: those that must not be seen on a command line.
 *
 * <p>A main class that calls {@link System#exit} ends the driver without a line from here.
 */
public class DriverMain {

  public static final String MAIN_CLASS = "spark.switchyard.main_class";
  public static final String EXECUTION = "spark.switchyard.execution_id";
  public static final String STOPS_CONTEXT = "spark.switchyard.stops_context";
  public static final String FOLDER = "spark.switchyard.folder";

  /** Name of the file of further settings, in the format of {@link Properties}. */
  public static final String SETTINGS = "settings.properties";

  protected DriverMain() {}

  /**
   * Runs the main class and returns when it does.
   *
   * @throws Throwable what the main class threw, so that Spark marks the driver as failed
   */
  public static void main(String[] args) throws Throwable {
    try {
      prepare();
      run(required(MAIN_CLASS), args);
    } catch (Claim.Refused e) {
      Report.say(System.err, "not run: " + e.getMessage());
      throw e;
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      Report.say(System.err, "failed " + Cause.of(thrown));
      throw thrown;
    } catch (ReflectiveOperationException | IOException | LinkageError | RuntimeException e) {
      Report.say(System.err, "failed " + Cause.of(e));
      throw e;
    }
    Report.say(System.err, "succeeded");
  }

  private static void prepare() throws IOException {
    String folder = System.getProperty(FOLDER, "");
    if (!folder.isEmpty()) {
      Claim claim = new Claim(Path.of(folder));
      // A worker runs each driver in a folder that has the driver's id for a name.
      String me = Path.of("").toAbsolutePath().getFileName().toString();
      claim.take(me).ifPresent(warning -> Report.say(System.err, "warning " + warning));
      claim.settings(SETTINGS).forEach((key, value) -> System.setProperty("" + key, "" + value));
    }
  }

  private static void run(String name, String[] args) throws ReflectiveOperationException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Class<?> main;
    try {
      main = Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      // Not as the cause: it would be told in place of this sentence.
      throw new ClassNotFoundException("the main class " + name + " is not in the job's jars");
    }
    try {
      main.getMethod("main", String[].class).invoke(null, (Object) args);
    } finally {
      if (Boolean.getBoolean(STOPS_CONTEXT)) {
        LeftContext.stop();
      }
    }
  }

  private static String required(String key) {
    String value = System.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("the system property " + key + " is not set");
    }
    return value;
  }
}
