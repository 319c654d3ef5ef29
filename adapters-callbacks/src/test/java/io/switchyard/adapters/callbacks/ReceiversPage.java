package io.switchyard.adapters.callbacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page for receivers, whose examples are tested. */
final class ReceiversPage {

  private ReceiversPage() {}

  /** The first example in that language. */
  static String example(String language) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "callbacks.md"));
    String fence = "```" + language + "\n";
    int begin = page.indexOf(fence) + fence.length();
    return page.substring(begin, page.indexOf("```", begin));
  }
}
