package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.ScriptedMaster.Create;
import io.switchyard.adapters.standalone.ScriptedMaster.Driver;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import java.nio.file.Path;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers for one execution: the second request came while the first was on its way. */
final class TwiceLaunchedTest {

  @TempDir private Path temp;
  private Scripted scripted;
  private ScriptedMaster master;
  private Execution execution;
  private BackendHandle handle;

  /** The one that the handle names. */
  private Driver named;

  /** The one that took the execution. */
  private Driver owner;

  @BeforeEach
  void launchTwice() throws Exception {
    scripted = new Scripted(temp);
    master = scripted.master;
    execution = scripted.execution();
    master.onNextCreate(Create.HOLD);
    Assertions.assertThatExceptionOfType(TargetFailure.class)
        .isThrownBy(() -> scripted.launch(execution));
    handle = scripted.launch(execution);
    master.deliverLate();
    named = master.drivers().get(0);
    owner = master.drivers().get(1);
    named.logs.put("stderr", "named".getBytes(PrivateFiles.UTF_8));
    owner.logs.put("stderr", "owner".getBytes(PrivateFiles.UTF_8));
  }

  @AfterEach
  void stop() {
    scripted.close();
  }

  private void ownerClaims() throws Exception {
    scripted.claim(execution, owner.id);
    named.state = "FAILED";
  }

  private String log() {
    LogPage page = scripted.logs().tail(handle, LogStream.STDERR, 100);
    return new String(page.bytes(), PrivateFiles.UTF_8);
  }

  @Test
  void the_owner_is_followed_when_the_master_has_forgotten_the_other() throws Exception {
    ownerClaims();
    master.forget(named);
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.RUNNING);
    scripted.jobs().stop(handle);
    assertThat(owner.state).isEqualTo("KILLED");
    assertThat(scripted.observe(handle).phase()).isEqualTo(Phase.KILLED);
  }

  @Test
  void the_other_says_nothing_of_an_owner_that_the_master_has_forgotten() throws Exception {
    ownerClaims();
    owner.state = "FINISHED";
    master.forget(owner);
    assertThat(scripted.jobs().observe(Set.of(handle))).isEmpty();
    assertThat(log()).isEqualTo("owner");
  }

  @Test
  void both_forgotten_the_log_is_the_owners() throws Exception {
    ownerClaims();
    owner.state = "FINISHED";
    master.forget(owner);
    master.forget(named);
    assertThat(log()).isEqualTo("owner");
  }

  @Test
  void the_log_is_the_owners_also_for_whoever_read_it_before_there_was_one() throws Exception {
    assertThat(log()).isEqualTo("named");
    ownerClaims();
    assertThat(log()).isEqualTo("owner");
  }
}
