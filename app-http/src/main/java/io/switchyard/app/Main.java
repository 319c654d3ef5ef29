package io.switchyard.app;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.switchyard.app.cluster.ClusterModule;
import io.switchyard.app.grpc.GrpcModule;
import io.switchyard.app.http.Callers;
import io.switchyard.app.http.HttpModule;
import io.switchyard.app.session.SessionModule;
import io.switchyard.app.tracing.TracingModule;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.Catalogs;
import io.switchyard.ports.session.SessionDoor;
import io.switchyard.ports.team.TokenVerifier;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Starts Switchyard and runs it until it is told to stop. */
public final class Main {

  private Main() {}

  public static void main(String[] words) {
    boolean terminal = Logging.onTerminal();
    Logging.choose(System.getenv(), terminal);
    int code = run(words, System.getenv(), terminal, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(
      String[] words,
      Map<String, String> environment,
      boolean terminal,
      PrintStream out,
      PrintStream err) {
    try {
      CommandLine line = CommandLine.parse(words);
      if (line.help()) {
        out.print(CommandLine.USAGE);
        return 0;
      }
      Config config = ConfigSources.load(line.config(), environment, line.port());
      Running running =
          Running.start(
              config,
              closing -> AdapterOpening.open(config, closing),
              adapters -> boot(config, adapters));
      stopAtTheEnd(running);
      Announcement.of(config, running.ports(), sinceStart()).print(terminal, out);
      new CountDownLatch(1).await();
      return 0;
    } catch (RuntimeException e) {
      return failed(e, err);
    } catch (InterruptedException e) {
      return 0;
    }
  }

  /** Wires the application. Which adapters there are was decided by whoever opened them. */
  static Injector boot(Config config, Adapters adapters) {
    TokenVerifier verifier = Callers.verifier(config.auth(), adapters.clock());
    Callers callers = Callers.of(config.auth(), verifier);
    Catalogs catalogs = config.clusters().catalogsIn(config.stateDir());
    return Guice.createInjector(
        Stage.PRODUCTION,
        Binder::requireExplicitBindings,
        Binder::disableCircularProxies,
        Binder::requireExactBindingAnnotations,
        new ControlPlaneModule(
            adapters, config.work(), config.logs(), config.history(), config.admission()),
        new PlacementModule(adapters.backendStates(), config.placement(), config.work()),
        new CallbackModule(
            adapters.callbacks(), adapters.callbackSender(), config.callbacks(), config.work()),
        new ClusterModule(
            config.clusters(),
            adapters.clusters(),
            adapters.clusterEvents(),
            adapters.endedServers(),
            adapters.connectProbe(),
            catalogs),
        new SessionModule(
            config.gateway(),
            config.clusters().names(),
            new SessionDoor.Stores(
                adapters.sessions(), adapters.sessionWork(), adapters.clusters(), adapters.jobs()),
            adapters.sessionServer(),
            verifier,
            catalogs.secretKeys()),
        new TracingModule(config.tracing()),
        new GrpcModule(config.grpc()),
        new HttpModule(config.http(), callers, config.clusters().names(), adapters.storeAnswers()));
  }

  private static void stopAtTheEnd(Running running) {
    Thread stop = new Thread(running::close, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
  }

  private static Duration sinceStart() {
    return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
  }

  /** Says what was wrong, as people want to read it. */
  static int failed(RuntimeException thrown, PrintStream err) {
    if (thrown instanceof InvalidInput input) {
      err.println("Switchyard cannot start with this configuration:");
      input.violations().stream().map(Violation::sentence).forEach(s -> err.println("  " + s));
    } else if (thrown instanceof InvalidValue value) {
      err.println("Switchyard cannot start: " + value.violation().sentence());
    } else if (thrown instanceof StartRefused refused) {
      err.println(refused.sentence());
    } else if (thrown instanceof TargetFailure failure) {
      err.println("Switchyard cannot start: " + failure.getMessage());
    } else {
      err.println("Switchyard cannot start, for a reason it did not foresee: " + thrown);
      LoggerFactory.getLogger(Main.class).atError().setCause(thrown).log("start failed");
    }
    return 1;
  }
}
