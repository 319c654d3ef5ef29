package io.switchyard.adapters.emr;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask EMR for something that there must be one of. EMR takes no token with which a request
 * could be repeated, and lists what it made a little late; S3 neither forgets nor lags.
 *
 * <p>Each such thing has a folder in S3, with tickets in it:
 *
 * <pre>
 * &lt;folder&gt;/1/claim         made by whoever may ask, and by nobody else (If-None-Match)
 * &lt;folder&gt;/1/answer        what EMR answered
 * &lt;folder&gt;/1/begin/…       written by what was asked for before it does anything
 * &lt;folder&gt;/1/begin/void    written before anybody takes ticket 2
 * </pre>
 *
 * <p>Whoever writes into {@code begin} lists it afterwards; only a step that finds itself alone
 * goes on, and only if no step is there is the ticket void. So of a void ticket nothing ever
 * begins, however late a request arrives, and one request is made with each ticket.
 */
final class Tickets {

  private static final String VOID = "begin/void";
  private static final String BEGIN = "begin/";
  private static final String CLAIM = "claim";
  private static final String ANSWER = "answer";

  private final S3Folder s3;

  Tickets(S3Folder s3) {
    this.s3 = s3;
  }

  /**
   * What a ticket was taken for.
   *
   * @param forbidden whether for nothing, for ever
   * @param cluster on which a step is asked for; empty if a cluster is
   * @param at when
   */
  record Claim(boolean forbidden, String cluster, Instant at) {

    static Claim launch(String cluster, Instant at) {
      return new Claim(false, cluster, at);
    }

    static Claim forbid(Instant at) {
      return new Claim(true, "", at);
    }

    private String text() {
      return (forbidden ? "forbidden" : "launch") + "\n" + at + "\n" + cluster + "\n";
    }

    private static Claim read(String text) {
      List<String> lines = text.lines().toList();
      return new Claim(
          lines.get(0).equals("forbidden"),
          lines.size() > 2 ? lines.get(2) : "",
          Instant.parse(lines.get(1)));
    }
  }

  /**
   * The last ticket of a folder.
   *
   * @param number 1 for the first
   * @param answer what EMR answered; null if nobody has written that down
   * @param voided whether somebody has said that it shall be void
   * @param begun whether something that has it has begun, or tried to
   */
  record Standing(int number, Claim claim, @Nullable String answer, boolean voided, boolean begun) {

    /** Whether nothing that has it ever began or will. */
    boolean over() {
      return voided && !begun;
    }
  }

  /** Takes a ticket; false if somebody has it. */
  boolean take(String folder, int number, Claim claim) {
    return s3.putNew(folder + "/" + number + "/" + CLAIM, claim.text());
  }

  /** Writes down what EMR answered to who has the ticket. */
  void answer(String folder, int number, String answer) {
    s3.put(folder + "/" + number + "/" + ANSWER, answer);
  }

  /**
   * Sees to it that nothing that has this ticket begins any more.
   *
   * @return false if something has begun
   */
  boolean cancel(String folder, int number) {
    s3.put(folder + "/" + number + "/" + VOID, "void");
    return s3.list(folder + "/" + number + "/begin").stream().allMatch("void"::equals);
  }

  /** The last ticket; empty if none was ever taken. */
  Optional<Standing> standing(String folder) {
    Map<Integer, List<String>> byNumber = new HashMap<>();
    for (String name : s3.list(folder)) {
      int slash = name.indexOf('/');
      if (slash > 0 && name.substring(0, slash).matches("\\d{1,9}")) {
        byNumber
            .computeIfAbsent(Integer.parseInt(name.substring(0, slash)), n -> new ArrayList<>())
            .add(name.substring(slash + 1));
      }
    }
    return byNumber.entrySet().stream()
        .filter(ticket -> ticket.getValue().contains(CLAIM))
        .max(Map.Entry.comparingByKey())
        .map(ticket -> standing(folder, ticket.getKey(), ticket.getValue()));
  }

  private Standing standing(String folder, int number, List<String> names) {
    String at = folder + "/" + number + "/";
    Claim claim =
        s3.get(at + CLAIM)
            .map(Claim::read)
            .orElseThrow(
                () ->
                    TargetFailure.withoutEffect(
                        Kind.BROKEN, s3.address(at + CLAIM) + " was just deleted"));
    String answer = names.contains(ANSWER) ? s3.get(at + ANSWER).orElse(null) : null;
    boolean begun = names.stream().anyMatch(n -> n.startsWith(BEGIN) && !n.equals(VOID));
    return new Standing(number, claim, answer, names.contains(VOID), begun);
  }
}
