package io.switchyard.app.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.switchyard.app.tracing.Tracing;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server. It listens from {@link #start} to {@link #close}. */
public final class HttpServer implements AutoCloseable {

  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 6;
  private static final int THREAD_IDLE_MS = 30_000;
  private static final float NANOS_PER_MILLI = 1_000_000;
  private static final String NO_ROUTE = "none";

  private final HttpConfig config;
  private final Meters meters;
  private final Tracing tracing;
  private final LogFollowers followers;
  private final EventWaiters waiters;
  private final List<Route> routes;
  private final Problems problems;
  private final Javalin javalin;

  HttpServer(
      HttpConfig config,
      Routes routes,
      Meters meters,
      Tracing tracing,
      LogFollowers followers,
      EventWaiters waiters) {
    this.config = config;
    this.meters = meters;
    this.tracing = tracing;
    this.followers = followers;
    this.waiters = waiters;
    meters.followers(followers);
    meters.waiters(waiters);
    this.routes = routes.all();
    this.problems = new Problems(this.routes);
    this.javalin = Javalin.create(this::configure);
  }

  private void configure(JavalinConfig javalinConfig) {
    javalinConfig.startup.showJavalinBanner = false;
    javalinConfig.startup.showOldJavalinVersionWarning = false;
    javalinConfig.startup.startupWatcherEnabled = false;
    javalinConfig.http.prefer405over404 = true;
    javalinConfig.router.ignoreTrailingSlashes = false;
    javalinConfig.jetty.host = config.host();
    javalinConfig.jetty.port = config.port();
    javalinConfig.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, THREAD_IDLE_MS);
    javalinConfig.jetty.modifyServer(server -> server.setErrorHandler(new ServerProblems()));
    javalinConfig.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    javalinConfig.routes.exception(Exception.class, problems::answer);
    // Javalin's own answer to these would come first.
    javalinConfig.routes.exception(HttpResponseException.class, problems::answer);
    javalinConfig.router.javaLangErrorHandler(HttpServer::answer);
    javalinConfig.requestLogger.http((ctx, ms) -> answered(ctx, route(ctx), ms));
    for (Route route : routes) {
      javalinConfig.routes.addHttpHandler(route.method(), route.path(), route.handler());
    }
  }

  private void answered(Context ctx, String route, float millis) {
    meters.answered(ctx, route, millis);
    Duration took = Duration.ofNanos((long) (millis * NANOS_PER_MILLI));
    tracing.answered(ctx.method().name(), route, ctx.statusCode(), took, ctx::header);
  }

  private static String route(Context ctx) {
    Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
    if (endpoint == null) {
      return NO_ROUTE;
    }
    String type = ctx.res().getContentType();
    boolean stream = type != null && type.startsWith("text/event-stream");
    // Their times are the client's choice, and must not hide those of quick answers.
    String wait = ctx.queryParam("wait") == null ? "" : "?wait";
    return stream ? endpoint.path + "?follow" : endpoint.path + wait;
  }

  private static void answer(HttpServletResponse response, Error error) {
    Refusal incident = Problems.incident(error, "", "");
    try {
      response.setStatus(Replies.status(incident.type()));
      response.setContentType("application/problem+json");
      response.getOutputStream().write(Replies.problem(incident, ""));
    } catch (IOException clientGone) {
      throw new UncheckedIOException(clientGone);
    }
  }

  /**
   * Fails if an address cannot be listened on, so that a start that is bound to fail does so before
   * it has done anything else.
   *
   * @throws IOException with the system's reason
   */
  public static void requireFree(String host, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    }
  }

  /** Starts to listen. */
  public void start() {
    javalin.start();
  }

  /** Where it listens, once started. */
  public int port() {
    return javalin.port();
  }

  /** Stops to listen; requests under way are answered, and those who wait or follow are let go. */
  @Override
  public void close() {
    followers.close();
    waiters.close();
    javalin.stop();
  }
}
