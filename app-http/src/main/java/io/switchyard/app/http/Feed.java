package io.switchyard.app.http;

/** What one client is told next, as server-sent events. Not safe for several threads. */
interface Feed {

  /** Whether all was said. */
  boolean ended();

  /** What to say now; empty if there is nothing new. Blocks for the store and maybe the backend. */
  byte[] next();
}
