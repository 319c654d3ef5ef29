package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.mapOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.adapters.callbacks.CallbackSenderConfig;
import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secrets;
import io.switchyard.domain.callback.CallbackTargets;
import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.callback.TargetPattern;
import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.CallbackPromise;
import io.switchyard.ports.job.CallbackTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How receivers are told of the ends of jobs.
 *
 * @param secrets what callbacks are signed with; without any, none are promised or sent
 * @param targets where they may go
 * @param giveUpAfter how long after a job's end its callback is tried, 1 s to 7 days
 * @param retry before the second try, 100 ms to 15 min
 */
public record CallbacksConfig(
    Secrets secrets, CallbackTargets targets, Duration giveUpAfter, Duration retry) {

  public static final CallbacksConfig DEFAULT =
      new CallbacksConfig(
          Secrets.NONE,
          CallbackTargets.DEFAULT,
          CallbackTerms.DEFAULT.giveUpAfter(),
          CallbackTerms.DEFAULT.retry());

  /**
   * Reads secret_file, previous_secret_file, teams, allow, deny, allow_public, give_up_after and
   * retry; each may be left out.
   */
  static CallbacksConfig read(InputObject in) {
    var common = secrets(in);
    var teams = in.optional("teams", mapOf(Team::new, object(CallbacksConfig::ofTeam)), Map.of());
    InputReader<List<TargetPattern>> patterns = listOf(text().then(TargetPattern::parse));
    var allow = in.optional("allow", patterns, List.of());
    var deny = in.optional("deny", patterns, List.of());
    var allowPublic = in.optional("allow_public", bool(), true);
    var giveUpAfter =
        in.optional(
            "give_up_after",
            Durations.reader(Duration.ofSeconds(1), Duration.ofDays(7)),
            DEFAULT.giveUpAfter());
    var retry =
        in.optional(
            "retry",
            Durations.reader(Duration.ofMillis(100), Duration.ofMinutes(15)),
            DEFAULT.retry());
    return in.build(
        () ->
            new CallbacksConfig(
                new Secrets(common.get(), teams.get()),
                new CallbackTargets(allow.get(), deny.get(), allowPublic.get()),
                giveUpAfter.get(),
                retry.get()));
  }

  private static List<Secret> ofTeam(InputObject in) {
    return in.build(secrets(in));
  }

  /** The secret to use, and the one before it while receivers go over. */
  private static Supplier<List<Secret>> secrets(InputObject in) {
    var file = nonBlankText().then(SecretFile::read).then(Secret::new);
    var current = in.optional("secret_file", file);
    var previous = in.optional("previous_secret_file", file);
    if (in.has("previous_secret_file") && !in.has("secret_file")) {
      in.refuse("previous_secret_file", "", "is only for beside secret_file", "give that, too");
    }
    return () -> {
      List<Secret> all = new ArrayList<>();
      current.get().ifPresent(all::add);
      previous.get().ifPresent(all::add);
      return all;
    };
  }

  /** Whether any callback can be sent. */
  boolean enabled() {
    return !secrets.isEmpty();
  }

  CallbackTerms terms() {
    return CallbackTerms.of(giveUpAfter, retry);
  }

  /**
   * @param publicUrl what clients put before the path; null if that is not known
   */
  CallbackSenderConfig sender(@Nullable String publicUrl) {
    return new CallbackSenderConfig(targets, secrets, publicUrl);
  }

  CallbackPromise promise() {
    return (url, team) ->
        secrets.of(team).isEmpty() ? Optional.of(unsigned(url)) : targets.refusal(url);
  }

  private static Violation unsigned(CallbackUrl url) {
    return new Violation(
        "callback_url",
        url.shown(),
        "asks for a callback, and there is no secret to sign it with",
        "leave it out and poll GET /api/v1/jobs/{id}, or have an administrator set"
            + " callbacks.secret_file");
  }
}
