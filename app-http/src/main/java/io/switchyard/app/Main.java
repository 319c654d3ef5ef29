package io.switchyard.app;

import com.google.inject.Binder;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.switchyard.app.http.HttpModule;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.TargetFailure;
import java.io.IOException;
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
      Announcement.of(config, running.port(), sinceStart()).print(terminal, out);
      new CountDownLatch(1).await();
      return 0;
    } catch (RuntimeException e) {
      return failed(e, err);
    } catch (InterruptedException e) {
      return 0;
    }
  }

  /** Wires the application; which adapters there are was decided by whoever opened them. */
  static Injector boot(Config config, Adapters adapters) {
    return Guice.createInjector(
        Stage.PRODUCTION,
        Binder::requireExplicitBindings,
        Binder::disableCircularProxies,
        Binder::requireExactBindingAnnotations,
        new ControlPlaneModule(adapters, config.work()),
        new HttpModule(config.http(), config.auth(), adapters.storeAnswers()));
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
    Throwable cause =
        (thrown instanceof CreationException || thrown instanceof ProvisionException)
                && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof InvalidInput input) {
      err.println("Switchyard cannot start with this configuration:");
      input.violations().stream().map(Violation::sentence).forEach(s -> err.println("  " + s));
    } else if (cause instanceof InvalidValue value) {
      err.println("Switchyard cannot start: " + value.violation().sentence());
    } else if (cause instanceof StartRefused refused) {
      err.println(refused.sentence());
    } else if (cause instanceof TargetFailure failure) {
      err.println("Switchyard cannot start: " + failure.getMessage());
    } else if (cause instanceof IOException io) {
      err.println("Switchyard cannot start: " + io);
    } else {
      err.println("Switchyard cannot start, for a reason it did not foresee: " + cause);
      LoggerFactory.getLogger(Main.class).atError().setCause(cause).log("start failed");
    }
    return 1;
  }
}
