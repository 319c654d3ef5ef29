import java.lang.reflect.Method;

/**
 * Prints the options that this release of Spark wants for every JVM, one line each, for an argument
 * file of java.
 */
final class JvmOptions {
  private JvmOptions() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    Method options =
        Class.forName("org.apache.spark.launcher.JavaModuleOptions")
            .getMethod("defaultModuleOptions");
    for (String option : ((String) options.invoke(null)).trim().split("\\s+")) {
      System.out.println(option);
    }
  }
}
