package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.MotoSite.Seen;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Does what the machines of clusters do: moves steps on, and writes their logs. */
final class Machine {

  private final MotoSite moto;
  private final S3Client s3;

  Machine(MotoSite moto, S3Client s3) {
    this.moto = moto;
    this.s3 = s3;
  }

  List<Seen> steps(ExecutionId execution) {
    return moto.all().stream().filter(step -> step.name().startsWith(execution + "/")).toList();
  }

  /** Brings a driver into a phase. */
  void settle(ExecutionId execution, Phase phase) {
    Seen step = steps(execution).get(0);
    boolean own = step.clusterName().startsWith(execution.value());
    switch (phase) {
      case RUNNING -> moto.step(step.name(), "RUNNING", "");
      case SUCCEEDED -> {
        log(step, "stdout", "hello from the driver\n");
        moto.step(step.name(), "COMPLETED", "");
      }
      case FAILED -> {
        log(step, "stderr", "[switchyard] failed planned failure\n");
        moto.step(step.name(), "FAILED", "");
      }
      default -> throw new IllegalArgumentException("" + phase);
    }
    if (own) {
      cluster(step, phase);
    }
  }

  private void cluster(Seen step, Phase phase) {
    switch (phase) {
      case RUNNING -> moto.cluster(step.cluster(), "RUNNING", "", true);
      case SUCCEEDED -> moto.cluster(step.cluster(), "TERMINATED", "ALL_STEPS_COMPLETED", true);
      default -> moto.cluster(step.cluster(), "TERMINATED_WITH_ERRORS", "STEP_FAILURE", true);
    }
  }

  /** Writes a log as EMR does. */
  void log(Seen step, String stream, String text) {
    String key = "logs/%s/steps/%s/%s.gz".formatted(step.cluster(), step.id(), stream);
    s3.putObject(put -> put.bucket("switchyard").key(key), RequestBody.fromBytes(packed(text)));
  }

  private static byte[] packed(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
