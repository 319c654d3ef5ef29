package io.switchyard.adapters.standalone.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A driver that runs until a file appears, and says so. Runs in a Spark driver, hence public. */
public final class GatedDriver {

  private GatedDriver() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("waiting in " + ProcessHandle.current().pid());
    Path gate = Path.of(args[0]);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (Files.notExists(gate)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nobody opened " + gate);
      }
      Thread.sleep(50);
    }
    System.out.println("the gate is open");
  }
}
