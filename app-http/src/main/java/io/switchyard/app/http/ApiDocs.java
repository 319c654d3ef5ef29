package io.switchyard.app.http;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.http.Context;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The description of the API, and a page to browse it that needs nothing from elsewhere. */
final class ApiDocs {

  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /** Styles are set inline by the page's scripts; everything else comes from here. */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " frame-ancestors 'none'";

  private volatile byte @Nullable [] description;

  List<Route> pages() {
    return List.of(
        Route.get("/docs", ctx -> page(ctx, "text/html;charset=utf-8", own("docs.html"))),
        Route.get("/docs/start.js", ctx -> page(ctx, "text/javascript", own("docs.js"))),
        Route.get("/docs/swagger-ui.css", ctx -> page(ctx, "text/css", webjar("swagger-ui.css"))),
        Route.get(
            "/docs/swagger-ui-bundle.js",
            ctx -> page(ctx, "text/javascript", webjar("swagger-ui-bundle.js"))));
  }

  void description(Context ctx) {
    Replies.bytes(ctx, "application/json", json());
  }

  /** The description as JSON; made once. */
  byte[] json() {
    byte[] made = description;
    if (made == null) {
      try {
        Map<?, ?> tree = new YAMLMapper().readValue(resource(own("openapi.yaml")), Map.class);
        made = Json.write(tree);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      description = made;
    }
    return made;
  }

  private static void page(Context ctx, String contentType, String resource) throws IOException {
    ctx.header("Content-Security-Policy", POLICY);
    Replies.bytes(ctx, contentType, resource(resource));
  }

  private static String own(String name) {
    return "io/switchyard/app/http/" + name;
  }

  private static String webjar(String name) throws IOException {
    Properties webjar = new Properties();
    webjar.load(new StringReader(new String(resource(WEBJAR), StandardCharsets.UTF_8)));
    return "META-INF/resources/webjars/swagger-ui/" + webjar.getProperty("version") + "/" + name;
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = ApiDocs.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }
}
