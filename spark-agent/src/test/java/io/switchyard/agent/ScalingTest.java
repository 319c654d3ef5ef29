package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.agent.ClusterStatus.Executor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScalingTest {

  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

  /** A master that grants executors when {@link #grant} says so. */
  private static final class FakeFleet implements Scaling.Fleet {

    private final List<Executor> executors = new ArrayList<>();
    private final List<Integer> requests = new ArrayList<>();
    private final List<String> released = new ArrayList<>();

    FakeFleet add(String id, int tasks, long storage, int second) {
      executors.add(
          new Executor(id, "h", 1, 512, 100, storage, tasks, START.plusSeconds(second), false));
      return this;
    }

    @Override
    public List<Executor> executors() {
      return List.copyOf(executors);
    }

    @Override
    public void request(int total) {
      requests.add(total);
    }

    @Override
    public void release(String id) {
      released.add(id);
      executors.replaceAll(e -> e.id().equals(id) ? leaving(e) : e);
    }

    private static Executor leaving(Executor e) {
      return new Executor(
          e.id(), "h", 1, 512, 100, e.storageUsedMb(), e.activeTasks(), e.addedAt(), true);
    }

    void gone(String id) {
      executors.removeIf(e -> e.id().equals(id));
    }
  }

  private final FakeFleet fleet = new FakeFleet();

  @Test
  void more_are_requested_of_the_master() {
    Scaling scaling = new Scaling(fleet.add("0", 0, 0, 0), 10, 1);
    Scaling.State state = scaling.to(3);
    assertThat(fleet.requests).containsExactly(3);
    assertThat(state).isEqualTo(new Scaling.State(3, 1, 0, 10));
    assertThat(state.reached()).isFalse();
    fleet.add("1", 0, 0, 1).add("2", 0, 0, 2);
    assertThat(scaling.state().reached()).isTrue();
    assertThat(fleet.released).isEmpty();
  }

  @Test
  void the_idle_go_first_then_those_that_hold_least_then_the_youngest() {
    fleet.add("busy", 2, 0, 0).add("full", 0, 50, 1).add("old", 0, 0, 2).add("young", 0, 0, 3);
    Scaling scaling = new Scaling(fleet, 10, 4);
    scaling.to(3);
    scaling.to(2);
    scaling.to(1);
    assertThat(fleet.released).containsExactly("young", "old", "full");
    assertThat(fleet.requests).containsExactly(3, 2, 1);
    scaling.to(0);
    assertThat(fleet.released).endsWith("busy");
  }

  @Test
  void it_is_there_when_those_that_leave_are_gone() {
    Scaling scaling = new Scaling(fleet.add("0", 0, 0, 0).add("1", 1, 0, 1), 10, 2);
    Scaling.State state = scaling.to(1);
    assertThat(state).isEqualTo(new Scaling.State(1, 1, 1, 10));
    assertThat(state.reached()).isFalse();
    fleet.gone("0");
    assertThat(scaling.state().reached()).isTrue();
  }

  @Test
  void repeating_a_target_lets_nobody_go_twice() {
    Scaling scaling = new Scaling(fleet.add("0", 0, 0, 0).add("1", 0, 0, 1), 10, 2);
    assertThat(scaling.to(1)).isEqualTo(scaling.to(1));
    assertThat(fleet.released).containsExactly("1");
  }

  @Test
  void an_executor_that_was_under_way_when_the_target_fell_is_let_go_when_it_comes() {
    Scaling scaling = new Scaling(fleet.add("0", 0, 0, 0), 10, 3);
    scaling.to(1);
    fleet.add("1", 0, 0, 1);
    scaling.look();
    assertThat(fleet.released).containsExactly("1");
  }

  @Test
  void the_first_look_asks_for_what_the_server_was_started_with() {
    Scaling scaling = new Scaling(fleet, 10, 2);
    scaling.look();
    assertThat(fleet.requests).containsExactly(2);
  }

  @Test
  void a_master_that_forgot_is_asked_again_now_and_then() {
    Scaling scaling = new Scaling(fleet.add("0", 0, 0, 0), 10, 1);
    scaling.to(2);
    for (int i = 0; i < 25; i++) {
      scaling.look();
    }
    assertThat(fleet.requests).containsExactly(2, 2, 2);
    fleet.add("1", 0, 0, 1);
    for (int i = 0; i < 25; i++) {
      scaling.look();
    }
    assertThat(fleet.requests).as("nothing is asked for that is there").hasSize(3);
  }

  @Test
  void a_target_beyond_the_cores_of_the_application_is_refused() {
    Scaling scaling = new Scaling(fleet, 4, 1);
    assertThatThrownBy(() -> scaling.to(5))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("target: \"5\"")
        .hasMessageContaining("4 executors");
    assertThat(fleet.requests).isEmpty();
    assertThat(scaling.state().target()).isEqualTo(1);
  }
}
