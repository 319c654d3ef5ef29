package io.switchyard.domain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TeamTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "data-infra", "a1", "abcdefghijklmnopqrstuvwxyz-123", "dev", "prod"})
  void these_are_team_names(String name) {
    assertThat(new Team(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "Data-infra",
        "1a",
        "-a",
        "a-",
        "a_b",
        "a b",
        "é",
        "abcdefghijklmnopqrstuvwxyz-1234",
        "a-dev",
        "x-staging",
        "data-ci",
        "ml-prod"
      })
  void these_are_not(String name) {
    assertThatThrownBy(() -> new Team(name)).isInstanceOf(InvalidValue.class);
  }

  @Test
  void a_member_reads_and_changes_only_the_own_teams() {
    Caller anna = new Caller("anna", Set.of(new Team("bi")), Role.MEMBER);
    assertThat(anna.mayChange(new Team("bi"))).isTrue();
    assertThat(anna.mayRead(new Team("ml"))).isFalse();
    assertThat(anna.mayChange(new Team("ml"))).isFalse();
    assertThat(anna.mayActAs("boris")).isFalse();
  }

  @Test
  void a_viewer_changes_nothing_and_an_admin_everything() {
    Caller vera = new Caller("vera", Set.of(new Team("bi")), Role.VIEWER);
    assertThat(vera.mayRead(new Team("bi"))).isTrue();
    assertThat(vera.mayChange(new Team("bi"))).isFalse();
    Caller root = new Caller("root", Set.of(), Role.ADMIN);
    assertThat(root.mayChange(new Team("ml"))).isTrue();
    assertThat(root.mayActAs("anna")).isTrue();
  }
}
