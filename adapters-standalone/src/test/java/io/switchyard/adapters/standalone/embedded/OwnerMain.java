package io.switchyard.adapters.standalone.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** An application that runs Spark until it is killed. Arguments: state folder, SPARK_HOME. */
final class OwnerMain {

  private OwnerMain() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedConfig config = TestSpark.config(Path.of(args[0]), Path.of(args[1]));
    EmbeddedSparks sparks = EmbeddedSparks.open(config, InstantSource.system());
    TestSpark.awaitReady(sparks);
    new CountDownLatch(1).await();
  }
}
