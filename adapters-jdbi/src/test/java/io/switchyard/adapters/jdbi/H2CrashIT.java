package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.Job;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.JobFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left in an H2 file when its process is killed. */
final class H2CrashIT {

  @RepeatedTest(3)
  void a_job_whose_add_returned_is_there_after_a_kill(@TempDir Path folder) throws Exception {
    StoreConfig config = StoreConfig.embedded(folder.resolve("store"));
    List<String> added = new ArrayList<>();
    try (StoreProcess process = StoreProcess.adding(config)) {
      for (int i = 0; i < 200; i++) {
        added.add(process.line());
      }
      added.addAll(process.kill());
    }
    // No repair, no lock to remove.
    try (JdbiStore store = JdbiStore.open(config)) {
      List<String> found =
          store.jobs().list(JobFilter.ALL, 1_000_000).stream()
              .map(Job::id)
              .map(id -> id + ".")
              .toList();
      assertThat(found).containsAll(added);
    }
  }

  @Test
  void a_file_that_another_process_has_open_is_refused_with_its_name(@TempDir Path folder)
      throws Exception {
    StoreConfig config = StoreConfig.embedded(folder.resolve("store"));
    try (StoreProcess other = StoreProcess.adding(config)) {
      other.line();
      assertThatThrownBy(() -> JdbiStore.open(config))
          .isInstanceOf(TargetFailure.class)
          .hasMessageContaining(folder.resolve("store.mv.db") + " is in use by another process")
          .hasMessageContaining("stop that process");
    }
    JdbiStore.open(config).close();
  }
}
