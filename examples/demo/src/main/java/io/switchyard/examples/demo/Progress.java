package io.switchyard.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Shows where jobs stand: one line that is redrawn on a terminal, a line per change elsewhere. */
final class Progress {

  private final PrintStream out;
  private final boolean terminal;
  private final long begun = System.nanoTime();
  private String last = "";
  private int width;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(List<JsonNode> jobs) {
    StringBuilder states = new StringBuilder();
    for (JsonNode job : jobs) {
      states.append(states.isEmpty() ? "" : "   ").append(job.path("name").asText()).append(": ");
      states.append(job.path("status").asText());
      String waits = job.path("status").asText().equals("PENDING") ? message(job) : "";
      states.append(waits.isEmpty() ? "" : " (" + waits + ")");
    }
    if (terminal) {
      String line = stamp() + states;
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
    } else if (!states.toString().equals(last)) {
      out.println(stamp() + states);
    }
    last = states.toString();
  }

  /** Leaves the line that is redrawn. */
  void done() {
    if (terminal && width > 0) {
      out.println();
      width = 0;
    }
  }

  private static String message(JsonNode job) {
    return job.path("message").isTextual() ? job.path("message").asText() : "";
  }

  private String stamp() {
    return String.format(Locale.ROOT, "  %3d s  ", (System.nanoTime() - begun) / 1_000_000_000L);
  }
}
