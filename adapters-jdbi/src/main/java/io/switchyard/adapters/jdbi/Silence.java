package io.switchyard.adapters.jdbi;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Keeps callers from waiting one after another for a database that does not answer. Once it did not
 * answer somebody, one caller at a time waits to find out whether it does again, and all others are
 * refused at once; so a server's threads stay free for what needs no database. Nobody has to be
 * told of the end of an outage: whoever is answered ends it.
 */
final class Silence {

  private volatile boolean silent;
  private final AtomicBoolean asking = new AtomicBoolean();

  /**
   * Does a piece of work on the database.
   *
   * @throws TargetFailure without effect, at once, if the database is silent and somebody else asks
   */
  <T> T unless(String what, Supplier<T> work) {
    boolean asks = silent && asking.compareAndSet(false, true);
    if (silent && !asks) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "the store does not answer: did not try to " + what);
    }
    try {
      T result = work.get();
      silent = false;
      return result;
    } catch (TargetFailure failure) {
      silent = silent(failure);
      throw failure;
    } finally {
      if (asks) {
        asking.set(false);
      }
    }
  }

  /** A refusal that came from the database is an answer, too. */
  private static boolean silent(TargetFailure failure) {
    return failure.kind() == Kind.UNREACHABLE;
  }
}
