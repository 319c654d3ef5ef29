package io.switchyard.etl;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.etl.EtlSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Runs one ETL spec: {@code --spec-file PATH} (or a {@code file:} URI), or {@code --spec-stdin}.
 *
 * <p>The spec never stands on the command line, where every user of the machine could read the
 * passwords in it. A wrong spec ends the program before a Spark session is made, by an exception
 * whose message lists every mistake with its path. At the end one line for each source and sink
 * goes to stdout, also when a sink failed.
 */
public final class Main {

  private Main() {}

  /** Runs the spec that {@code args} names; returns when all sinks are written. */
  public static void main(String[] args) throws IOException {
    run(args, System.in, System.out);
  }

  /**
   * As {@link #main}, with other streams.
   *
   * @throws InvalidInput if the arguments or the spec are wrong; Spark was not started
   * @throws EtlFailure if a source, transformation or sink failed in Spark
   * @throws IOException if the spec cannot be read
   */
  static void run(String[] args, InputStream stdin, PrintStream out) throws IOException {
    Object tree = SpecText.tree(SpecText.from(args, stdin));
    EtlSpec spec;
    try {
      spec = EtlSpec.reader().read(tree);
    } catch (InvalidValue e) {
      throw SpecText.refusal(e.violation());
    }
    new EtlRun(spec, out).run();
  }
}
