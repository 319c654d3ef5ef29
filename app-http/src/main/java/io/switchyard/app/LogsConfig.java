package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.job.CaptureTerms;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where logs are kept after their drivers are gone.
 *
 * @param folder null for one in the state folder
 * @param maxStream how much of one stream is kept; of a longer one, its begin and its end
 * @param captureFor how long after an end its log is tried to be fetched, 1 s to 7 days
 */
public record LogsConfig(@Nullable Path folder, Memory maxStream, Duration captureFor) {

  public static final LogsConfig DEFAULT =
      new LogsConfig(null, new Memory(64), Duration.ofHours(1));

  /** Reads folder, max_stream and capture_for; each may be left out. */
  static LogsConfig read(InputObject in) {
    var folder = in.optional("folder", nonBlankText().then(Config::path));
    var most = in.optional("max_stream", nonBlankText().then(Memory::parse), DEFAULT.maxStream());
    var captureFor =
        in.optional(
            "capture_for",
            Durations.reader(Duration.ofSeconds(1), Duration.ofDays(7)),
            DEFAULT.captureFor());
    return in.build(() -> new LogsConfig(folder.get().orElse(null), most.get(), captureFor.get()));
  }

  /** The folder, for an application with that state folder. */
  Path folderIn(Path stateDir) {
    return folder == null ? stateDir.resolve("logs") : folder;
  }

  CaptureTerms terms() {
    return CaptureTerms.of(maxStream.mebibytes() * 1024 * 1024, captureFor);
  }
}
