package io.switchyard.adapters.callbacks;

import io.switchyard.domain.callback.CallbackTargets;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.team.Team;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How callbacks are sent.
 *
 * @param targets where they may go
 * @param secrets what they are signed with
 * @param publicUrl what clients put before {@code /api/v1}, without a slash at the end; null if
 *     that is not known
 */
public record CallbackSenderConfig(
    CallbackTargets targets, Secrets secrets, @Nullable String publicUrl) {

  /**
   * What callbacks are signed with. A callback carries one signature for each secret of its job's
   * team, so that receivers can go over from one secret to the next.
   *
   * @param common for teams without secrets of their own
   * @param ofTeams in place of the common ones
   */
  public record Secrets(List<Secret> common, Map<Team, List<Secret>> ofTeams) {

    public static final Secrets NONE = new Secrets(List.of(), Map.of());

    public Secrets {
      common = List.copyOf(common);
      ofTeams = Map.copyOf(ofTeams);
    }

    /** The secrets for that team's callbacks; empty if none can be sent. */
    public List<Secret> of(Team team) {
      return ofTeams.getOrDefault(team, common);
    }

    /** Whether no callback of anybody can be signed. */
    public boolean isEmpty() {
      return common.isEmpty() && ofTeams.values().stream().allMatch(List::isEmpty);
    }
  }

  /**
   * A key that sender and receiver share, as text.
   *
   * @param text {@value #SHORTEST} characters or more
   */
  public record Secret(String text) {

    private static final int SHORTEST = 16;

    public Secret {
      if (text.length() < SHORTEST) {
        throw InvalidValue.of(
            "",
            "holds a secret of " + text.length() + " characters",
            "use " + SHORTEST + " or more, such as the output of openssl rand -hex 32");
      }
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }
}
