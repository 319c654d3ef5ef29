package io.switchyard.ports.job;

import static java.util.Objects.requireNonNull;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backend whose drivers do what the test says. */
public final class FakeBackend implements JobLauncher, JobLogs {

  private static final class Driver {
    Phase phase = Phase.WAITING;
    boolean forgotten;
    @Nullable URI ui;
    @Nullable DriverConnect connect;
    final Set<String> busy = new HashSet<>();
    final Map<LogStream, ByteArrayOutputStream> logs = new EnumMap<>(LogStream.class);
  }

  private final Map<BackendHandle, Driver> drivers = new LinkedHashMap<>();
  private final Map<ExecutionId, BackendHandle> byExecution = new HashMap<>();
  private final Deque<TargetFailure> launchFailures = new ArrayDeque<>();
  private final Deque<TargetFailure> lostAnswers = new ArrayDeque<>();
  private final Deque<TargetFailure> delays = new ArrayDeque<>();
  private final List<ExecutionId> onTheirWay = new ArrayList<>();
  private final Set<ExecutionId> forbidden = new HashSet<>();
  private Optional<TargetFailure> logsAway = Optional.empty();
  private int observeCalls;
  private int uiCalls;

  /** The backend as the use cases see it. */
  public Backend backend() {
    return new Backend(JobExamples.BACKEND, this, this);
  }

  @Override
  public synchronized Fit fit(JobRequest request) {
    var asked = request.sparkVersion();
    if (asked == null || asked.covers(JobExamples.SPARK)) {
      return new Fit.Runs(JobExamples.SPARK, List.of());
    }
    return new Fit.Refuses(
        List.of(new Violation("config.spark_version", asked.value(), "is not offered", "")));
  }

  @Override
  public synchronized BackendHandle launch(Execution execution, JobRequest request) {
    Optional<BackendHandle> known = find(execution);
    if (known.isPresent()) {
      return known.get();
    }
    if (forbidden.contains(execution.id())) {
      throw TargetFailure.withoutEffect(TargetFailure.Kind.REJECTED, "the execution is over");
    }
    if (!launchFailures.isEmpty()) {
      throw launchFailures.remove();
    }
    if (!delays.isEmpty()) {
      onTheirWay.add(execution.id());
      throw delays.remove();
    }
    BackendHandle handle = make(execution.id());
    requireNonNull(drivers.get(handle)).connect = execution.connect();
    if (!lostAnswers.isEmpty()) {
      throw lostAnswers.remove();
    }
    return handle;
  }

  private BackendHandle make(ExecutionId execution) {
    BackendHandle handle = new BackendHandle("driver-" + drivers.size());
    Driver driver = new Driver();
    driver.phase = forbidden.contains(execution) ? Phase.FAILED : Phase.WAITING;
    drivers.put(handle, driver);
    byExecution.put(execution, handle);
    return handle;
  }

  @Override
  public synchronized Optional<BackendHandle> forbid(Execution execution, JobRequest request) {
    if (find(execution).isEmpty()) {
      forbidden.add(execution.id());
    }
    return find(execution).filter(begun -> !forbidden.contains(execution.id()));
  }

  @Override
  public Optional<BackendHandle> find(Execution execution, JobRequest request) {
    return find(execution);
  }

  /** The driver of an execution. */
  public synchronized Optional<BackendHandle> find(Execution execution) {
    return Optional.ofNullable(byExecution.get(execution.id()));
  }

  @Override
  public synchronized Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    observeCalls++;
    Map<BackendHandle, Observation> seen = new HashMap<>();
    for (BackendHandle handle : handles) {
      Driver driver = drivers.get(handle);
      if (driver != null && !driver.forgotten) {
        seen.put(handle, new Observation(driver.phase, "detail of " + handle));
      }
    }
    return seen;
  }

  @Override
  public synchronized Optional<URI> ui(Execution execution) {
    uiCalls++;
    return find(execution).map(drivers::get).map(driver -> driver.ui);
  }

  @Override
  public synchronized Optional<URI> connect(Execution execution) {
    return find(execution)
        .map(drivers::get)
        .map(driver -> driver.connect)
        .map(DriverConnect::address);
  }

  @Override
  public synchronized boolean busy(Execution execution, String user, String sessionId) {
    return driverOf(execution.id()).busy.contains(user + " " + sessionId);
  }

  @Override
  public synchronized void stop(BackendHandle handle) {
    Driver driver = drivers.get(handle);
    if (driver != null && !Observation.of(driver.phase).ended()) {
      driver.phase = Phase.KILLED;
    }
  }

  @Override
  public synchronized LogPage read(
      BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    byte[] all = log(handle, stream);
    int from = (int) Math.min(offset, all.length);
    int to = (int) Math.min((long) from + maxBytes, all.length);
    return all.length == 0
        ? LogPage.NONE
        : new LogPage(from, Arrays.copyOfRange(all, from, to), all.length);
  }

  @Override
  public synchronized LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    if (logsAway.isPresent()) {
      throw logsAway.get();
    }
    return read(handle, stream, Math.max(0, log(handle, stream).length - maxBytes), maxBytes);
  }

  private byte[] log(BackendHandle handle, LogStream stream) {
    Driver driver = drivers.get(handle);
    return driver == null || !driver.logs.containsKey(stream)
        ? new byte[0]
        : driver.logs.get(stream).toByteArray();
  }

  private Driver driverOf(ExecutionId execution) {
    return requireNonNull(drivers.get(byExecution.get(execution)), "not launched: " + execution);
  }

  /** The driver of an execution enters a phase. */
  public synchronized void enter(ExecutionId execution, Phase phase) {
    driverOf(execution).phase = phase;
  }

  /** The driver of an execution writes a line. */
  public synchronized void print(ExecutionId execution, LogStream stream, String line) {
    driverOf(execution)
        .logs
        .computeIfAbsent(stream, s -> new ByteArrayOutputStream())
        .writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The backend forgets the driver of an execution, but not its log. */
  public synchronized void forget(ExecutionId execution) {
    driverOf(execution).forgotten = true;
  }

  /** The log of an execution is deleted where its driver ran. */
  public synchronized void deleteLog(ExecutionId execution) {
    driverOf(execution).logs.clear();
  }

  /** The next launch fails so, and makes no driver. */
  public synchronized void failNextLaunch(TargetFailure failure) {
    launchFailures.add(failure);
  }

  /** The next launch makes a driver and fails so. */
  public synchronized void loseNextAnswer(TargetFailure failure) {
    lostAnswers.add(failure);
  }

  /** Where the driver of an execution stands, forgotten or not. */
  public synchronized Phase phase(ExecutionId execution) {
    return driverOf(execution).phase;
  }

  /** From now on launches go well. */
  public synchronized void calm() {
    launchFailures.clear();
    lostAnswers.clear();
    delays.clear();
  }

  /** The next launch fails so, and its request arrives with {@link #deliverLate}. */
  public synchronized void delayNextLaunch(TargetFailure failure) {
    delays.add(failure);
  }

  /** Requests that were on their way arrive. */
  public synchronized void deliverLate() {
    onTheirWay.forEach(this::make);
    onTheirWay.clear();
  }

  /** From now on the ends of logs cannot be read, for this reason. */
  public synchronized void hideLogs(TargetFailure why) {
    logsAway = Optional.of(why);
  }

  /** Logs can be read again. */
  public synchronized void showLogs() {
    logsAway = Optional.empty();
  }

  /** How many drivers ran, or may yet. */
  public synchronized long driversThatRun() {
    return byExecution.keySet().stream().filter(e -> !forbidden.contains(e)).count();
  }

  public synchronized int drivers() {
    return drivers.size();
  }

  public synchronized int observeCalls() {
    return observeCalls;
  }

  /** The driver of an execution says where it can be watched. */
  public synchronized void showUi(ExecutionId execution, URI ui) {
    driverOf(execution).ui = ui;
  }

  /**
   * The Spark Connect server of an execution's driver listens there.
   *
   * @return what the driver was told to ask of its callers
   */
  public synchronized String listen(ExecutionId execution, URI address) {
    Driver driver = driverOf(execution);
    String token = requireNonNull(driver.connect, "launched without").token();
    driver.connect = new DriverConnect(token, address);
    return token;
  }

  /** Whether the driver of an execution was launched with a Spark Connect server. */
  public synchronized boolean servesConnect(ExecutionId execution) {
    return driverOf(execution).connect != null;
  }

  /** An operation runs in a session of an execution's driver, or none does any more. */
  public synchronized void run(ExecutionId execution, String user, String sessionId, boolean runs) {
    Set<String> busy = driverOf(execution).busy;
    if (runs) {
      busy.add(user + " " + sessionId);
    } else {
      busy.remove(user + " " + sessionId);
    }
  }

  /** How often it was asked where a driver can be watched. */
  public synchronized int uiCalls() {
    return uiCalls;
  }
}
