package io.switchyard.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * Calls methods of Spark whose binary signatures differ between its lines, most often because a
 * {@code Seq} is another class in Scala 2.12 than in 2.13.
 */
final class Mirror {

  private Mirror() {}

  /** Calls the public method of that name and number of arguments. */
  static @Nullable Object call(Object target, String name, @Nullable Object... arguments)
      throws ReflectiveOperationException {
    return call(target.getClass(), target, name, arguments);
  }

  /** The same, looked up in a public type of the target where its own class is not public. */
  static @Nullable Object call(
      Class<?> type, Object target, String name, @Nullable Object... arguments)
      throws ReflectiveOperationException {
    Method method =
        Arrays.stream(type.getMethods())
            .filter(m -> m.getName().equals(name))
            .filter(m -> m.getParameterCount() == arguments.length)
            .findFirst()
            .orElseThrow(() -> new NoSuchMethodException(type.getName() + "." + name));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The same where it always has a result. */
  static Object get(Object target, String name, @Nullable Object... arguments)
      throws ReflectiveOperationException {
    return Objects.requireNonNull(call(target, name, arguments), name);
  }

  static String text(Object target, String name) throws ReflectiveOperationException {
    return get(target, name).toString();
  }

  static long number(Object target, String name) throws ReflectiveOperationException {
    return ((Number) get(target, name)).longValue();
  }

  /** A Scala object. */
  static Object module(String name, ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = Class.forName(name + "$", true, loader);
    return Objects.requireNonNull(type.getField("MODULE$").get(null), name);
  }

  /** The elements of a Scala sequence of either line. */
  static List<Object> list(@Nullable Object seq) {
    Seq<?> elements = (Seq<?>) Objects.requireNonNull(seq);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < elements.length(); i++) {
      list.add(Objects.requireNonNull(elements.apply(i)));
    }
    return list;
  }
}
