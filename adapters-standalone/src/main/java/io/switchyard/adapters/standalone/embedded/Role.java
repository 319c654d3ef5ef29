package io.switchyard.adapters.standalone.embedded;

import java.util.Locale;

/** The two processes of a cluster. */
enum Role {
  MASTER,
  WORKER;

  /** As it is written in file names and messages. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
