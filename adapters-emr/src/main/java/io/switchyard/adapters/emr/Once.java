package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.Tickets.Claim;
import io.switchyard.adapters.emr.Tickets.Standing;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks EMR for things of which there must be one each, by way of {@link Tickets}. */
final class Once {

  private static final Logger LOG = LoggerFactory.getLogger(Once.class);

  /**
   * How long what was asked for may be missing from EMR's lists until another is asked for. Not a
   * matter of safety: a ticket is made void first.
   */
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(30);

  private final Tickets tickets;
  private final InstantSource clock;

  Once(Tickets tickets, InstantSource clock) {
    this.tickets = tickets;
    this.clock = clock;
  }

  /** Something of which there must be one. */
  interface Thing {

    /** Where its tickets are. */
    String folder();

    /** What EMR has that was asked for with a ticket; empty if its lists do not show it. */
    Optional<String> look(int ticket, Claim claim);
  }

  /** Something that is asked for. */
  interface Asked extends Thing {

    /**
     * What a ticket is taken for.
     *
     * @throws TargetFailure if there is no use in asking now
     */
    Claim claim(Instant now);

    /** Asks EMR; what it answered. */
    String ask(int ticket, Claim claim);
  }

  /** What there is, and the ticket it was asked for with. */
  record Made(int ticket, Claim claim, String answer) {

    private static Made of(Standing standing, String answer) {
      return new Made(standing.number(), standing.claim(), answer);
    }
  }

  /**
   * Gets it: what is there, or what EMR makes now.
   *
   * @throws TargetFailure {@code REJECTED} if it is forbidden; with {@link
   *     TargetFailure#outcomeKnown} false if it may have been asked for and does not show up yet
   */
  Made get(Asked thing) {
    Optional<Standing> last = tickets.standing(thing.folder());
    Optional<Made> made = last.flatMap(standing -> known(thing, standing));
    if (made.isPresent()) {
      return made.get();
    }
    int number = last.map(Standing::number).orElse(0) + 1;
    Claim claim = thing.claim(clock.instant());
    if (!tickets.take(thing.folder(), number, claim)) {
      throw moved();
    }
    return ask(thing, number, claim);
  }

  private Made ask(Asked thing, int number, Claim claim) {
    String answer;
    try {
      answer = thing.ask(number, claim);
    } catch (TargetFailure failure) {
      if (failure.outcomeKnown()) {
        giveBack(thing, number);
      }
      throw failure;
    }
    writeDown(thing, number, answer);
    return new Made(number, claim, answer);
  }

  /** Nothing was made, so that the next one need not wait for it to show up. */
  private void giveBack(Thing thing, int number) {
    try {
      tickets.cancel(thing.folder(), number);
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("folder", thing.folder())
          .addKeyValue("error", failure.getMessage())
          .log("ticket was not given back; it is waited for");
    }
  }

  private void writeDown(Thing thing, int number, String answer) {
    try {
      tickets.answer(thing.folder(), number, answer);
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("folder", thing.folder())
          .addKeyValue("error", failure.getMessage())
          .log("answer of EMR was not written down; it is looked up");
    }
  }

  /**
   * What is known of an earlier request.
   *
   * @return empty if nothing of it is there or will be
   */
  private Optional<Made> known(Asked thing, Standing standing) {
    if (standing.claim().forbidden()) {
      throw TargetFailure.withoutEffect(
          Kind.REJECTED, "the execution is over; no driver of it may begin");
    } else if (standing.over()) {
      return Optional.empty();
    }
    Optional<Made> made = AwsFailures.harmless(() -> look(thing, standing));
    if (made.isPresent()) {
      return made;
    }
    boolean settled = !clock.instant().isBefore(standing.claim().at().plus(SETTLED_AFTER));
    if (settled && tickets.cancel(thing.folder(), standing.number())) {
      LOG.atWarn()
          .addKeyValue("folder", thing.folder())
          .addKeyValue("ticket", standing.number())
          .log("what was asked of EMR never showed up; it is asked for again");
      return Optional.empty();
    }
    String why = "EMR was asked for it, and its lists do not show it yet";
    throw TargetFailure.unknownEffect(Kind.UNREACHABLE, why, new IllegalStateException(why));
  }

  private Optional<Made> look(Thing thing, Standing standing) {
    String answer = standing.answer();
    if (answer != null) {
      return Optional.of(Made.of(standing, answer));
    }
    Optional<String> seen = thing.look(standing.number(), standing.claim());
    seen.ifPresent(found -> writeDown(thing, standing.number(), found));
    return seen.map(found -> Made.of(standing, found));
  }

  /** What there is; empty if nothing shows. */
  Optional<Made> find(Thing thing) {
    return tickets
        .standing(thing.folder())
        .filter(standing -> !standing.claim().forbidden() && !standing.over())
        .flatMap(standing -> look(thing, standing));
  }

  /**
   * Settles that nothing of it begins any more, unless it is there.
   *
   * @return what is there; empty if there is nothing, and will be nothing
   */
  Optional<Made> forbid(Thing thing) {
    Optional<Standing> standing = tickets.standing(thing.folder());
    int next = 1;
    if (standing.isPresent()) {
      Standing last = standing.get();
      if (last.claim().forbidden()) {
        return Optional.empty();
      }
      if (!last.over()) {
        Optional<String> listed = thing.look(last.number(), last.claim());
        if (listed.isPresent()) {
          return listed.map(found -> Made.of(last, found));
        }
        if (!tickets.cancel(thing.folder(), last.number())) {
          return Optional.of(begun(last));
        }
      }
      next = last.number() + 1;
    }
    if (!tickets.take(thing.folder(), next, Claim.forbid(clock.instant()))) {
      throw moved();
    }
    return Optional.empty();
  }

  /** It has begun, and EMR's lists do not show it yet. */
  private static Made begun(Standing standing) {
    String known = standing.answer() == null ? standing.claim().cluster() : standing.answer();
    if (known.isEmpty()) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "its driver has begun, and EMR's lists do not show its cluster yet");
    }
    return Made.of(standing, known);
  }

  private static TargetFailure moved() {
    return TargetFailure.withoutEffect(
        Kind.THROTTLED, "the same was asked for elsewhere at the same moment");
  }
}
