package io.switchyard.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.app.App;
import io.switchyard.benchmarks.chaos.app.Killer;
import io.switchyard.benchmarks.chaos.app.Probe;
import io.switchyard.benchmarks.chaos.callback.Receiver;
import io.switchyard.benchmarks.chaos.check.Checks;
import io.switchyard.benchmarks.chaos.check.Evidence;
import io.switchyard.benchmarks.chaos.check.Findings;
import io.switchyard.benchmarks.chaos.client.Api;
import io.switchyard.benchmarks.chaos.client.Clients;
import io.switchyard.benchmarks.chaos.client.EventReader;
import io.switchyard.benchmarks.chaos.client.Harvest;
import io.switchyard.benchmarks.chaos.client.Plan;
import io.switchyard.benchmarks.chaos.client.SeenEvent;
import io.switchyard.benchmarks.chaos.spark.ScriptedMaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run, from the start of the processes to the verdict. */
public final class ChaosRun {

  private static final Duration START = Duration.ofMinutes(3);

  /** What is asked at the end is answered within this, also if the jobs' time is over. */
  private static final Duration HARVEST = Duration.ofMinutes(5);

  private final ChaosSettings settings;
  private final Random random;
  private final Tally tally = new Tally();
  private final Findings findings = new Findings();
  private final AtomicReference<@Nullable Killer> killer = new AtomicReference<>();
  private final List<App> apps = new ArrayList<>();
  private volatile long deadline = Long.MAX_VALUE;

  private ChaosRun(ChaosSettings settings) {
    this.settings = settings;
    this.random = new Random(settings.seed());
  }

  /** Does it all; blocks for the duration and until all jobs have ended. */
  public static ChaosReport of(ChaosSettings settings) throws IOException, InterruptedException {
    Files.createDirectories(settings.folder());
    return new ChaosRun(settings).run();
  }

  private ChaosReport run() throws IOException, InterruptedException {
    try (Stores store = Stores.open(settings);
        ScriptedMaster master = new ScriptedMaster(fork(), settings.faults(), tally, this::moment);
        Receiver receiver = Receiver.open(fork(), tally)) {
      Path state = settings.folder().resolve("state");
      for (int i = 0; i < settings.store().processes(); i++) {
        String name = "app-" + (i + 1);
        Map<String, Object> config =
            AppConfigs.of(
                state, store.config(name), Receiver.config(settings.folder()), master.open(name));
        apps.add(App.of(name, settings.app(), settings.folder(), config));
      }
      try (Probe probe = new Probe(apps)) {
        start(probe);
        List<Moment> moments = store.watch(this::moment);
        return run(master, receiver, new Killer(apps, moments, probe, fork(), tally), probe);
      } finally {
        apps.forEach(App::close);
      }
    }
  }

  private void moment(String app, Moment moment) {
    Killer armed = killer.get();
    if (armed != null) {
      armed.at(app, moment);
    }
  }

  private void start(Probe probe) throws InterruptedException {
    probe.start();
    apps.get(0).startToArchive();
    probe.await(apps.get(0), START);
    apps.get(0).stop();
    probe.killed(apps.get(0));
    apps.forEach(App::start);
    probe.awaitAll(START);
    probe.reset();
  }

  /** The same seed gives the same sequences, whoever draws first. */
  private Random fork() {
    return new Random(random.nextLong());
  }

  private ChaosReport run(ScriptedMaster master, Receiver receiver, Killer armed, Probe probe)
      throws InterruptedException {
    Api api = new Api(apps, fork(), tally, this::over);
    List<Plan> plans = Plan.all(settings, fork());
    try (Clients clients =
            new Clients(api, settings.clients(), Map.of("callback_url", receiver.url()), findings);
        EventReader pages = EventReader.ofPages(api);
        EventReader streams = EventReader.ofStreams(api)) {
      clients.start(plans);
      kill(master, armed, probe);
      long lastKill = System.nanoTime();
      deadline = lastKill + settings.drain().toNanos();
      clients.await();
      long end = Math.max(deadline, System.nanoTime()) + HARVEST.toNanos();
      Api late = new Api(apps, fork(), new Tally(), () -> System.nanoTime() > end);
      Harvest harvest = new Harvest(late, apps, this::over);
      harvest.awaitEnds();
      Duration drained = Duration.ofNanos(System.nanoTime() - lastKill);
      Map<String, List<JsonNode>> answers = harvest.answersSettled();
      Map<String, List<SeenEvent>> events = harvest.events(answers.keySet());
      int all = Harvest.count(events.values());
      harvest.await(() -> pages.seen().size() >= all && streams.seen().size() >= all);
      Evidence evidence =
          Evidence.of(
              clients.stories(),
              answers,
              events,
              Map.of("reader of pages", pages.seen(), "reader of streams", streams.seen()),
              receiver.deliveries(),
              master.drivers(),
              master.creates());
      return report(evidence, probe, drained, pages.connections() + streams.connections());
    }
  }

  private boolean over() {
    return System.nanoTime() > deadline;
  }

  private void kill(ScriptedMaster master, Killer armed, Probe probe) throws InterruptedException {
    killer.set(armed);
    master.restartEvery(settings.masterRestartEvery());
    Thread pauses = new Thread(() -> armed.pause(settings.pauseEvery()), "pauses");
    pauses.start();
    armed.run(settings.duration(), settings.killEvery());
    pauses.interrupt();
    pauses.join();
    master.stayUp();
    probe.awaitAll(START);
  }

  private ChaosReport report(Evidence evidence, Probe probe, Duration drained, int connections) {
    if (tally.of("ends by themselves") > 0) {
      findings.add("processes end only when killed", null, "see their logs");
    }
    new Checks(evidence, findings).all();
    Map<String, String> rows =
        new Summary(settings, tally, evidence).rows(probe, drained, connections);
    rows.put("promises broken", "" + findings.all().size());
    return new ChaosReport(rows, findings.all(), evidence);
  }
}
