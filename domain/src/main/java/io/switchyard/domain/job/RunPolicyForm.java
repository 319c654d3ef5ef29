package io.switchyard.domain.job;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The part of {@link JobRequestForm} that is a {@link RunPolicy}; its keys stand beside the name.
 */
final class RunPolicyForm {

  private static final Map<String, FailureClass> FAILURES =
      Arrays.stream(FailureClass.values())
          .collect(Collectors.toMap(Enum::name, f -> f, (one, other) -> one, LinkedHashMap::new));

  private RunPolicyForm() {}

  /** Reads the keys of a policy among those of the request. */
  static Supplier<RunPolicy> read(InputObject in) {
    var timeout = in.optional("timeout_seconds", integer(1, RunPolicy.LONGEST_SECONDS));
    var queue = in.optional("queue_timeout_seconds", integer(1, RunPolicy.LONGEST_SECONDS));
    var retry = in.optional("retry", object(RunPolicyForm::retry), RetryPolicy.DEFAULT);
    return () ->
        new RunPolicy(
            timeout.get().map(Duration::ofSeconds).orElse(null),
            queue.get().map(Duration::ofSeconds).orElse(null),
            retry.get());
  }

  private static RetryPolicy retry(InputObject in) {
    RetryPolicy absent = RetryPolicy.DEFAULT;
    var attempts = in.optional("max_attempts", integer(1, RetryPolicy.MAX_ATTEMPTS), 3);
    var delay = in.optional("delay_seconds", integer(0, 86_400));
    var maxDelay = in.optional("max_delay_seconds", integer(0, 86_400));
    var on = in.optional("on", listOf(oneOf(FAILURES)), List.copyOf(RetryPolicy.RETRIED));
    var raise = in.optional("raise_memory_to", text().then(Memory::parse));
    return in.build(
        () -> {
          Duration first = delay.get().map(Duration::ofSeconds).orElse(absent.delay());
          Duration longest = first.compareTo(absent.maxDelay()) > 0 ? first : absent.maxDelay();
          return new RetryPolicy(
              attempts.get(),
              first,
              maxDelay.get().map(Duration::ofSeconds).orElse(longest),
              Set.copyOf(on.get()),
              raise.get().orElse(null));
        });
  }

  /** Puts the policy's keys into the tree of a request, unless they say what is the default. */
  static void write(RunPolicy policy, Map<String, Object> tree) {
    if (policy.timeout() != null) {
      tree.put("timeout_seconds", policy.timeout().toSeconds());
    }
    if (policy.queueTimeout() != null) {
      tree.put("queue_timeout_seconds", policy.queueTimeout().toSeconds());
    }
    if (!policy.retry().equals(RetryPolicy.DEFAULT)) {
      tree.put("retry", write(policy.retry()));
    }
  }

  private static Map<String, Object> write(RetryPolicy retry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("max_attempts", retry.maxAttempts());
    tree.put("delay_seconds", retry.delay().toSeconds());
    tree.put("max_delay_seconds", retry.maxDelay().toSeconds());
    tree.put("on", retry.on().stream().map(Enum::name).sorted().toList());
    if (retry.raiseMemoryTo() != null) {
      tree.put("raise_memory_to", retry.raiseMemoryTo().toString());
    }
    return tree;
  }
}
