package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.switchyard.adapters.standalone.ScriptedMaster.Create;
import io.switchyard.adapters.standalone.ScriptedMaster.Driver;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.LogStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StandaloneLauncherTest {

  @TempDir private Path temp;
  private Scripted scripted;
  private ScriptedMaster master;
  private Execution execution;

  @BeforeEach
  void start() throws Exception {
    scripted = new Scripted(temp);
    master = scripted.master;
    execution = scripted.execution();
  }

  @AfterEach
  void stop() {
    scripted.close();
  }

  private TargetFailure failure() {
    return catchThrowableOfType(TargetFailure.class, () -> scripted.launch(execution));
  }

  @Test
  void a_driver_whose_answer_was_lost_is_found_and_not_made_again() {
    master.onNextCreate(Create.LOSE_ANSWER);
    TargetFailure failure = failure();
    assertThat(failure.outcomeKnown()).isFalse();
    BackendHandle handle = scripted.launch(execution);
    assertThat(handle.value())
        .isEqualTo("4.1.2/" + execution.id() + "/" + master.drivers().get(0).id);
    assertThat(scripted.jobs().find(execution, Scripted.REQUEST)).contains(handle);
    assertThat(master.drivers()).hasSize(1);
    assertThat(master.asked("create")).isEqualTo(1);
  }

  @Test
  void a_lost_driver_that_ended_and_was_forgotten_is_known_by_its_claim() throws Exception {
    master.onNextCreate(Create.LOSE_ANSWER);
    failure();
    Driver driver = master.drivers().get(0);
    scripted.claim(execution, driver.id);
    driver.state = "FINISHED";
    master.othersRan(200);
    assertThat(master.drivers()).doesNotContain(driver);
    BackendHandle handle = scripted.launch(execution);
    assertThat(handle.value()).endsWith(driver.id);
    assertThat(scripted.jobs().find(execution, Scripted.REQUEST)).contains(handle);
    assertThat(scripted.jobs().observe(Set.of(handle))).isEmpty();
    assertThat(master.asked("create")).isEqualTo(1);
  }

  @Test
  void of_two_drivers_the_one_that_claimed_stands_for_the_execution() throws Exception {
    master.onNextCreate(Create.HOLD);
    assertThat(failure().outcomeKnown()).isFalse();
    BackendHandle handle = scripted.launch(execution);
    master.deliverLate();
    assertThat(master.drivers()).hasSize(2);
    Driver sent = master.drivers().get(0);
    Driver late = master.drivers().get(1);
    scripted.claim(execution, late.id);
    sent.state = "FAILED";
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.RUNNING);
    late.logs.put("stdout", "late".getBytes(PrivateFiles.UTF_8));
    var page = scripted.logs().tail(handle, LogStream.STDOUT, 100);
    assertThat(new String(page.bytes(), PrivateFiles.UTF_8)).isEqualTo("late");
    scripted.jobs().stop(handle);
    assertThat(late.state).isEqualTo("KILLED");
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.KILLED);
    assertThat(scripted.jobs().find(execution, Scripted.REQUEST).orElseThrow().value())
        .endsWith(late.id);
  }

  @Test
  void a_request_that_arrives_after_its_execution_was_forbidden_finds_it_taken() {
    master.onNextCreate(Create.HOLD);
    assertThat(failure().outcomeKnown()).isFalse();
    assertThat(scripted.jobs().forbid(execution, Scripted.REQUEST)).isEmpty();
    assertThat(failure().kind()).isEqualTo(Kind.REJECTED);
    master.deliverLate();
    assertThat(master.drivers()).hasSize(1);
    assertThat(scripted.folder(execution).resolve("claimed")).hasContent("nobody");
  }

  @Test
  void what_no_master_answers_is_forbidden_all_the_same_once_one_does() {
    master.status("RECOVERING");
    assertThatThrownBy(() -> scripted.jobs().forbid(execution, Scripted.REQUEST))
        .isInstanceOf(TargetFailure.class);
    master.status("ALIVE");
    assertThat(scripted.jobs().forbid(execution, Scripted.REQUEST)).isEmpty();
    assertThat(failure().kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void the_end_of_a_driver_settles_who_ran_for_good() throws Exception {
    Execution other = scripted.execution();
    BackendHandle handle = scripted.launch(execution);
    BackendHandle otherHandle = scripted.launch(other);
    scripted.claim(other, master.driver(otherHandle.value()).id);
    master.driver(handle.value()).state = "KILLED";
    master.driver(otherHandle.value()).state = "FINISHED";
    scripted.observe(handle);
    scripted.observe(otherHandle);
    assertThat(scripted.folder(execution).resolve("claimed")).hasContent("nobody");
    assertThat(scripted.folder(other).resolve("claimed"))
        .hasContent(master.driver(otherHandle.value()).id);
  }

  @Test
  void several_launchers_at_once_make_one_driver() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (StandaloneBackend other = scripted.another()) {
      List<Future<BackendHandle>> launches = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        var jobs = i % 2 == 0 ? scripted.jobs() : other.backend().jobs();
        launches.add(threads.submit(() -> jobs.launch(execution, Scripted.REQUEST)));
      }
      Set<BackendHandle> handles = new HashSet<>();
      for (Future<BackendHandle> launch : launches) {
        handles.add(launch.get());
      }
      assertThat(handles).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(master.drivers()).hasSize(1);
  }

  @Test
  void a_full_cluster_is_told_with_numbers_and_gets_no_driver() {
    for (int i = 0; i < 3; i++) {
      scripted.launch(scripted.execution());
    }
    TargetFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.FULL);
    assertThat(failure.outcomeKnown()).isTrue();
    assertThat(failure)
        .hasMessage(
            "waiting for room: the driver takes 1 cores and 512m and an executor 1 cores and 512m;"
                + " free are 1 cores and 2560m on 1 worker");
    assertThat(master.drivers()).hasSize(3);
    master.drivers().get(0).state = "FINISHED";
    assertThat(scripted.launch(execution)).isNotNull();
  }

  @Test
  void drivers_that_wait_for_a_worker_take_room_too() {
    for (int i = 0; i < 3; i++) {
      scripted.launch(scripted.execution());
    }
    master.drivers().get(2).worker = "";
    master.drivers().get(2).state = "SUBMITTED";
    assertThat(failure()).hasMessageContaining("1 more drivers wait");
  }

  @Test
  void no_room_says_nothing_of_a_request_that_is_on_its_way() {
    master.onNextCreate(Create.HOLD);
    assertThat(failure().outcomeKnown()).isFalse();
    for (int i = 0; i < 3; i++) {
      scripted.launch(scripted.execution());
    }
    TargetFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.FULL);
    assertThat(failure.outcomeKnown()).isFalse();
    master.deliverLate();
    assertThat(scripted.launch(execution).value()).endsWith(master.drivers().get(3).id);
  }

  @Test
  void a_master_that_recovers_is_unreachable_and_forgets_nothing() {
    BackendHandle handle = scripted.launch(execution);
    master.status("RECOVERING");
    TargetFailure seen =
        catchThrowableOfType(TargetFailure.class, () -> scripted.jobs().observe(Set.of(handle)));
    assertThat(seen.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(seen).hasMessageContaining("RECOVERING");
    Execution other = scripted.execution();
    TargetFailure failure = catchThrowableOfType(TargetFailure.class, () -> scripted.launch(other));
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.outcomeKnown()).isTrue();
  }

  @Test
  void a_master_that_begins_to_recover_takes_no_driver() {
    master.answerNextCreate(
        200, "{\"success\":false,\"message\":\"Current state is not alive: RECOVERING\"}");
    TargetFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.outcomeKnown()).isTrue();
    assertThat(scripted.folder(execution).resolve("sent")).doesNotExist();
  }

  @Test
  void a_master_that_is_down_is_unreachable_without_effect() {
    master.close();
    TargetFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.outcomeKnown()).isTrue();
  }

  @Test
  void a_refused_request_is_rejected_without_a_stack_trace() {
    master.answerNextCreate(
        400,
        "{\"action\":\"ErrorResponse\",\"message\":\"Malformed request: no app\\n\\tat"
            + " org.apache.spark.Rest(Rest.scala:1)\"}");
    TargetFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessageContaining("no app").hasMessageNotContaining("Rest.scala");
  }

  @Test
  void a_refusal_is_final_only_if_an_earlier_request_can_make_no_driver_any_more()
      throws Exception {
    master.onNextCreate(Create.HOLD);
    assertThat(failure().outcomeKnown()).isFalse();
    master.answerNextCreate(400, "{\"message\":\"no\"}");
    assertThat(failure().outcomeKnown()).isTrue();
    assertThat(scripted.folder(execution).resolve("claimed")).hasContent("nobody");
    Execution other = scripted.execution();
    master.onNextCreate(Create.HOLD);
    assertThatThrownBy(() -> scripted.launch(other)).isInstanceOf(TargetFailure.class);
    master.answerNextCreate(400, "{\"message\":\"no\"}");
    // It arrived, and its driver began, where the master's answer did not show it yet.
    Files.writeString(scripted.folder(other).resolve("claimed"), "");
    TargetFailure failure = catchThrowableOfType(TargetFailure.class, () -> scripted.launch(other));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure.outcomeKnown()).isFalse();
  }

  @Test
  void the_end_of_a_driver_that_never_began_is_the_end_for_those_that_come_late_too()
      throws Exception {
    BackendHandle handle = scripted.launch(execution);
    master.driver(handle.value()).state = "KILLED";
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.KILLED);
    assertThat(scripted.folder(execution).resolve("claimed")).hasContent("nobody");
  }

  @Test
  void an_answer_that_makes_no_sense_leaves_open_what_happened() {
    master.answerNextCreate(200, "<html>");
    TargetFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    assertThat(failure.outcomeKnown()).isFalse();
  }

  @Test
  void all_drivers_of_a_master_are_observed_in_one_round_trip() {
    Set<BackendHandle> handles = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      handles.add(scripted.launch(scripted.execution()));
    }
    int before = master.asked("json");
    Map<BackendHandle, Observation> seen = scripted.jobs().observe(handles);
    assertThat(seen)
        .hasSize(3)
        .allSatisfy((h, o) -> assertThat(o.phase()).isEqualTo(Phase.RUNNING));
    assertThat(master.asked("json") - before).isEqualTo(1);
    assertThat(master.asked("status")).isZero();
  }

  @Test
  void a_silent_master_does_not_hide_what_another_says() {
    BackendHandle here = scripted.launch(execution);
    BackendHandle there = scripted.launch(scripted.execution(Scripted.OLD));
    scripted.old.close();
    Map<BackendHandle, Observation> seen = scripted.jobs().observe(Set.of(here, there));
    assertThat(seen.get(here).phase()).isEqualTo(Phase.RUNNING);
    assertThat(seen.get(there).phase()).isEqualTo(Phase.UNKNOWN);
  }

  @Test
  void a_driver_that_could_not_be_started_failed_for_the_reason_given() {
    BackendHandle handle = scripted.launch(execution);
    Driver driver = master.driver(handle.value());
    driver.state = "ERROR";
    driver.exception = "Exception from the cluster:\njava.nio.file.NoSuchFileException: /x\n\tat y";
    Observation seen = scripted.observe(handle);
    assertThat(seen.phase()).isEqualTo(Phase.FAILED);
    assertThat(seen.detail()).endsWith("java.nio.file.NoSuchFileException: /x");
  }

  @Test
  void a_driver_whose_worker_went_away_is_lost() {
    BackendHandle handle = scripted.launch(execution);
    master.driver(handle.value()).state = "ERROR";
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.LOST);
  }

  @Test
  void a_queued_driver_that_a_restarted_master_gave_up_never_started_and_never_will()
      throws Exception {
    BackendHandle handle = scripted.launch(execution);
    Driver driver = master.driver(handle.value());
    driver.worker = "";
    driver.state = "ERROR";
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.NEVER_STARTED);
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.NEVER_STARTED);
    assertThat(scripted.folder(execution).resolve("claimed")).exists();
  }

  @Test
  void a_driver_that_had_claimed_before_its_worker_and_master_went_away_is_lost() throws Exception {
    BackendHandle handle = scripted.launch(execution);
    Driver driver = master.driver(handle.value());
    scripted.claim(execution, driver.id);
    driver.worker = "";
    driver.state = "ERROR";
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.LOST);
  }

  @Test
  void a_driver_the_master_has_no_record_of_is_absent_and_may_be_stopped() {
    BackendHandle handle = scripted.launch(execution);
    master.forget(master.driver(handle.value()));
    assertThat(scripted.jobs().observe(Set.of(handle))).isEmpty();
    assertThat(master.asked("status")).isEqualTo(1);
    scripted.jobs().stop(handle);
    scripted.jobs().stop(new BackendHandle("some/thing"));
    assertThat(scripted.jobs().observe(Set.of(new BackendHandle("some/thing")))).isEmpty();
  }
}
