package io.switchyard.app.http;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose log somebody reads: a job's with its attempts, or a cluster's with its servers. */
public interface LogSource {

  /** What it is: {@code job}. */
  String what();

  /** What its drivers are, one after the other: {@code attempt}. */
  String run();

  /** Its id by the field that has it. */
  Map<String, Object> named();

  /** How it is refused if it is not there. */
  Refusal noSuch();

  /** Where it stands; empty if it is not there for the caller. Blocks for the store. */
  Optional<Standing> standing();

  /** A piece of a log; empty if it is not there for the caller. Blocks as its use case does. */
  Optional<LogSlice> read(LogQuery query);

  /** A driver that it has had. */
  record Run(ExecutionId id, int number, boolean ended) {}

  /**
   * Where it stands.
   *
   * @param runs at least one, the newest last
   * @param over whether no other driver will follow
   * @param told what is told of it at its end, by the API's names
   */
  record Standing(List<Run> runs, boolean over, Map<String, Object> told) {

    public Standing {
      runs = List.copyOf(runs);
    }

    Run newest() {
      return runs.get(runs.size() - 1);
    }
  }
}
