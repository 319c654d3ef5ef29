package io.switchyard.adapters.emr;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.StreamedLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the logs of steps where EMR puts them in S3: compressed, whole files again and again as
 * they grow, a few minutes late. Offsets are those of the text.
 */
final class EmrLogs implements JobLogs {

  private final S3Folder s3;
  private final Steps steps;

  EmrLogs(S3Folder s3, Steps steps) {
    this.s3 = s3;
    this.steps = steps;
  }

  @Override
  public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    return page(handle, stream, log -> new StreamedLog(log).read(offset, maxBytes));
  }

  @Override
  public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    return page(handle, stream, log -> new StreamedLog(log).tail(maxBytes));
  }

  private interface Piece {

    LogPage of(InputStream log) throws IOException;
  }

  private LogPage page(BackendHandle handle, LogStream stream, Piece piece) {
    Optional<StepRef> ref = StepRef.of(handle);
    Optional<String> step = ref.flatMap(steps::id);
    if (step.isEmpty()) {
      return LogPage.NONE;
    }
    String name =
        "%s/steps/%s/%s.gz"
            .formatted(ref.get().cluster(), step.get(), stream.name().toLowerCase(Locale.ROOT));
    Optional<InputStream> packed = s3.open(name);
    if (packed.isEmpty()) {
      return LogPage.NONE;
    }
    try (InputStream in = packed.get();
        InputStream log = new GZIPInputStream(in)) {
      return piece.of(log);
    } catch (IOException e) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "the log " + s3.address(name) + " broke off: " + e, e);
    }
  }
}
