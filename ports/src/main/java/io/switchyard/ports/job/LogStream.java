package io.switchyard.ports.job;

/** The two streams of a driver. */
public enum LogStream {
  STDOUT,
  STDERR
}
