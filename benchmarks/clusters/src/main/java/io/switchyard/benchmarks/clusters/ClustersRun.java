package io.switchyard.benchmarks.clusters;

import java.io.IOException;
import java.util.Random;

/** Carries a {@link Plan} out. */
public final class ClustersRun {

  private ClustersRun() {}

  /** Blocks until all of it is done. */
  public static Report of(Plan plan) throws IOException, InterruptedException {
    Report report = new Report();
    long begun = System.nanoTime();
    try (Site site = Site.open(plan.app(), plan.folder())) {
      Scenes scenes = new Scenes(site, report, new Random(plan.seed()));
      site.await();
      report.took("from the application's start to Spark", System.nanoTime() - begun);
      for (int i = 0; i < plan.starts(); i++) {
        scenes.start("from the request to running");
      }
      for (int i = 0; i < plan.rounds(); i++) {
        scenes.kills();
      }
      for (int i = 0; i < plan.deletes(); i++) {
        scenes.deleteWhileItStarts();
      }
      if (plan.deaths()) {
        scenes.deaths();
      }
      if (plan.life()) {
        scenes.scaleUnderASession();
        scenes.expire();
      }
      report.fact("kills -9 of the application", scenes.killCount());
      report.fact("clusters that had a process", site.processes.clusters());
      report.fact("looks at all processes", site.processes.looks());
      report.fact("most processes of one cluster at once", site.processes.mostAtOnce());
      if (site.processes.mostAtOnce() > 1) {
        report.finding("a cluster had two processes at once");
      }
      if (!site.processes.now().isEmpty()) {
        report.finding("processes are left: " + site.processes.now());
      }
    }
    return report;
  }
}
