package io.switchyard.domain.job;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.ExecutionState.Running;
import io.switchyard.domain.job.Observation.Phase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Tries every operation that any state has on every state, and compares what comes of it with the
 * table in {@code docs/job-states.md}. A state that has no such method cannot be asked: that does
 * not compile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransitionTableTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "job-states.md");
  private static final Path GENERATED = Path.of("target", "job-states-table.md");
  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end of table -->\n";

  private static final Instant BEFORE = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant NOW = BEFORE.plusSeconds(5);
  private static final BackendHandle DRIVER = new BackendHandle("driver-1");
  private static final StopReason STOP = StopReason.cancelled("by anna");

  /** The columns. A new state needs one here, and a new line in the document. */
  private static Map<String, ExecutionState> examples() {
    var queued = new Queued(BEFORE, "");
    var pending = queued.admitted(BEFORE);
    var launching = pending.launching(BEFORE);
    var submitted = launching.submitted(DRIVER, BEFORE);
    var running = (Running) submitted.observed(Observation.of(Phase.RUNNING), BEFORE);
    Map<String, ExecutionState> examples = new LinkedHashMap<>();
    examples.put("Queued", queued);
    examples.put("Pending", pending);
    examples.put("Launching", launching);
    examples.put("Submitted", submitted);
    examples.put("Running", running);
    examples.put("StoppingLaunch", launching.stop(STOP, BEFORE));
    examples.put("Stopping, not seen running", submitted.stop(STOP, BEFORE));
    examples.put("Stopping, running", running.stop(STOP, BEFORE));
    examples.put("Ended", running.observed(Observation.of(Phase.FAILED), BEFORE));
    return examples;
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(type)
        : Stream.of(permitted).flatMap(TransitionTableTest::kinds);
  }

  /** What makes a state of a state. */
  private static Stream<Method> operations(Class<?> kind) {
    return Stream.of(kind.getMethods())
        .filter(m -> ExecutionState.class.isAssignableFrom(m.getReturnType()))
        .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isBridge());
  }

  /** An operation with one set of arguments: a row of the table. */
  private record Call(String method, List<Object> arguments) {

    @Override
    public String toString() {
      String phases =
          arguments.stream()
              .filter(Observation.class::isInstance)
              .map(a -> " " + ((Observation) a).phase())
              .collect(joining());
      return method + phases;
    }

    String on(ExecutionState state) {
      Method found =
          operations(state.getClass())
              .filter(m -> m.getName().equals(method))
              .findFirst()
              .orElse(null);
      if (found == null) {
        return "—";
      }
      try {
        ExecutionState next = (ExecutionState) found.invoke(state, arguments.toArray());
        return next.equals(state) ? "stays" : named(next);
      } catch (IllegalAccessException e) {
        throw new AssertionError(found + " cannot be called", e);
      } catch (InvocationTargetException e) {
        throw new AssertionError(found + " failed", e.getCause());
      }
    }

    private static String named(ExecutionState state) {
      if (state instanceof Ended end) {
        return end.failure() == null ? "" + end.outcome() : end.outcome() + " " + end.failure();
      }
      return state.getClass().getSimpleName();
    }
  }

  private static Stream<Call> calls(Method operation) {
    Class<?>[] types = operation.getParameterTypes();
    if (!Arrays.asList(types).contains(Observation.class)) {
      return Stream.of(call(operation, null));
    }
    return Stream.of(Phase.values()).map(phase -> call(operation, phase));
  }

  private static Call call(Method operation, Phase phase) {
    List<Object> arguments =
        Stream.of(operation.getParameterTypes())
            .<Object>map(type -> argument(operation, type, phase))
            .toList();
    return new Call(operation.getName(), arguments);
  }

  private static Object argument(Method operation, Class<?> type, Phase phase) {
    List<Object> known = List.of(NOW, DRIVER, STOP, "why", Observation.of(Phase.UNKNOWN));
    if (type == Observation.class) {
      return new Observation(phase, "");
    }
    return known.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    operation + " takes a " + type.getSimpleName() + ": add an example of one"));
  }

  private static String table() {
    Map<String, ExecutionState> examples = examples();
    Map<String, Call> calls = new TreeMap<>();
    kinds(ExecutionState.class)
        .flatMap(TransitionTableTest::operations)
        .flatMap(TransitionTableTest::calls)
        .forEach(call -> calls.putIfAbsent(call.toString(), call));
    StringBuilder table = new StringBuilder();
    table.append("| | ").append(String.join(" | ", examples.keySet())).append(" |\n");
    table.append("|---".repeat(examples.size() + 1)).append("|\n");
    for (Map.Entry<String, Call> call : calls.entrySet()) {
      table.append("| `").append(call.getKey()).append("` | ");
      table.append(examples.values().stream().map(call.getValue()::on).collect(joining(" | ")));
      table.append(" |\n");
    }
    return table.toString();
  }

  @Test
  void the_table_has_every_state() {
    List<Class<?>> missing =
        kinds(ExecutionState.class)
            .filter(kind -> examples().values().stream().noneMatch(kind::isInstance))
            .toList();
    assertThat(missing)
        .as("states without a column: add an example of each to examples() in this test")
        .isEmpty();
  }

  @Test
  void what_becomes_of_every_state_is_what_the_document_says() throws IOException {
    String generated = table();
    Files.createDirectories(GENERATED.getParent());
    Files.writeString(GENERATED, generated);
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    assertThat(end).as("markers in " + DOCUMENT).isGreaterThanOrEqualTo(begin);
    assertThat(generated)
        .as("if this is meant, put domain/%s between the markers of %s", GENERATED, DOCUMENT)
        .isEqualTo(document.substring(begin, end));
  }

  @Test
  void an_end_has_no_way_out() {
    ExecutionState ended = examples().get("Ended");
    assertThat(operations(ended.getClass()).map(Method::getName)).containsExactly("explained");
    Ended explained = ((Ended) ended).explained("no such table", "");
    assertThat(explained.outcome()).isEqualTo(((Ended) ended).outcome());
    assertThat(explained.since()).isEqualTo(ended.since());
  }
}
