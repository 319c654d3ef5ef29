package io.switchyard.app.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/**
 * One route.
 *
 * @param path with parameters in braces
 */
record Route(HandlerType method, String path, Handler handler) {

  static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, path, handler);
  }

  static Route post(String path, Handler handler) {
    return new Route(HandlerType.POST, path, handler);
  }

  static Route delete(String path, Handler handler) {
    return new Route(HandlerType.DELETE, path, handler);
  }

  /** Whether {@code asked} is this route's path with some values for the parameters. */
  boolean matches(String asked) {
    List<String> mine = List.of(path.split("/", -1));
    List<String> theirs = List.of(asked.split("/", -1));
    boolean matches = mine.size() == theirs.size();
    for (int i = 0; matches && i < mine.size(); i++) {
      matches = mine.get(i).startsWith("{") || mine.get(i).equals(theirs.get(i));
    }
    return matches;
  }

  /** The methods that {@code routes} know at {@code path}; GET implies HEAD. */
  static List<String> allowed(List<Route> routes, String path) {
    List<String> methods = new ArrayList<>();
    for (Route route : routes) {
      if (route.matches(path)) {
        methods.add(route.method().name());
        if (route.method().equals(HandlerType.GET)) {
          methods.add(HandlerType.HEAD.name());
        }
      }
    }
    return methods;
  }
}
