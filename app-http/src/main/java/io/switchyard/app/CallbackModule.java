package io.switchyard.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.Meters;
import io.switchyard.ports.job.CallbackAnswer;
import io.switchyard.ports.job.CallbackPromise;
import io.switchyard.ports.job.CallbackSender;
import io.switchyard.ports.job.Callbacks;
import io.switchyard.ports.job.DeliverCallbacks;
import io.switchyard.ports.job.GetCallbacks;
import io.switchyard.ports.job.Jobs;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Binds the use cases that are about callbacks. */
final class CallbackModule extends AbstractModule {

  private static final int IDLE_SECONDS = 30;

  private final Callbacks outbox;
  private final CallbackSender sender;
  private final CallbacksConfig config;
  private final WorkConfig work;

  CallbackModule(Callbacks outbox, CallbackSender sender, CallbacksConfig config, WorkConfig work) {
    this.outbox = outbox;
    this.sender = sender;
    this.config = config;
    this.work = work;
  }

  @Override
  protected void configure() {
    bind(Callbacks.class).toInstance(outbox);
    bind(CallbackPromise.class).toInstance(config.promise());
  }

  @Provides
  @Singleton
  GetCallbacks getCallbacks(Callbacks callbacks) {
    return new GetCallbacks(callbacks);
  }

  @Provides
  @Singleton
  CallbackLoop callbackLoop(Callbacks callbacks, Jobs jobs, InstantSource clock, Meters meters) {
    ThreadPoolExecutor threads = threads();
    var deliver =
        new DeliverCallbacks(
            callbacks, jobs, counted(sender, meters), threads, clock, config.terms());
    WorkConfig pace = work.inBatchesOf(DeliverCallbacks.AT_ONCE).onOneThread();
    return new CallbackLoop(new WorkLoop(deliver::deliver, pace, meters), threads);
  }

  /** As many as are sent at one time, and none while there is nothing to send. */
  private static ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            DeliverCallbacks.AT_ONCE,
            DeliverCallbacks.AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "callback-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static CallbackSender counted(CallbackSender sender, Meters meters) {
    return (job, url) -> {
      CallbackAnswer answer = sender.send(job, url);
      meters.calledBack(answer.fold(d -> "delivered", f -> "failed", g -> "gone"));
      return answer;
    };
  }
}
