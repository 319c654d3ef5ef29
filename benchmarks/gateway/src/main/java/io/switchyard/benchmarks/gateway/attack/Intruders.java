package io.switchyard.benchmarks.gateway.attack;

import static io.switchyard.benchmarks.gateway.attack.Target.as;
import static io.switchyard.benchmarks.gateway.attack.Target.brief;

import io.switchyard.benchmarks.gateway.attack.Connection.End;
import io.switchyard.benchmarks.gateway.attack.Target.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Calls of people who may not make them. */
final class Intruders {

  private static final String UNKNOWN = "nobody-0123456789abcdef";

  /** Of a member of the cluster's team, until some time ago. */
  private static final String EXPIRED = "expired-0123456789abcdef";

  private Intruders() {}

  /** No token, one that nobody has, one of another team, and routing headers to help. */
  static Result tokens(Target at) throws Exception {
    Result result = new Result();
    Connection it = result.keep(at.connect());
    Message get = Message.get(at.session(), "ada", "spark.sql.innocent");
    Map<String, String> got = new LinkedHashMap<>();
    got.put("none", it.call(1, "Config", get).what());
    got.put("unknown", it.call(3, "Config", get, as(UNKNOWN)).what());
    got.put("wrong team", it.call(5, "Config", get, as(at.boris())).what());
    got.put(
        "wrong team, named",
        it.call(
                7,
                "Config",
                get,
                as(at.boris(), "x-switchyard-team", "clients", "x-switchyard-environment", "dev"))
            .what());
    got.put(
        "header of another's",
        it.call(9, "Config", get, as(at.boris(), "x-switchyard-user", "ada")).what());
    got.put("other service", it.call(11, "/spark.Other/Config", get, as(at.mia())).what());
    got.put("expired", it.call(13, "Config", get, as(EXPIRED)).what());
    return result.got(told(got));
  }

  private static String told(Map<String, String> got) {
    return got.entrySet().stream()
        .map(each -> each.getKey() + ": " + brief(each.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** A member of the same team calls with the session, and a running operation, of another. */
  static Result session(Target at) throws Exception {
    Result result = new Result();
    Connection ada = result.keep(at.connect());
    String operation = Target.newSession();
    String sql = "SELECT count(*) FROM range(0, 10000000000000, 1, 2) WHERE id % 7 = 3";
    CompletableFuture<End> running =
        ada.begin(
            1, "ExecutePlan", Message.execute(at.session(), "ada", sql, operation), as(at.ada()));
    Thread.sleep(1_500);
    Connection mia = result.keep(at.connect());
    Map<String, String> got = new LinkedHashMap<>();
    int stream = 1;
    Message says = Message.of(at.session(), "ada").text(3, operation);
    for (String method : List.of("ReattachExecute", "ReleaseExecute", "FetchErrorDetails")) {
      got.put(method, mia.call(stream, method, says, as(at.mia())).what());
      stream += 2;
    }
    Message three = Message.interruptAll(at.session(), "ada");
    three
        .message(2, new Message().text(1, "ada"))
        .raw((byte) 0x92, (byte) 0x80, (byte) 0, (byte) 5);
    three.raw((byte) 10, (byte) 3, (byte) 'a', (byte) 'd', (byte) 'a');
    End interrupted = mia.call(stream, "Interrupt", three, as(at.mia()));
    got.put("Interrupt", brief(interrupted.what()) + hit(interrupted, operation));
    End clone = mia.call(stream + 2, "CloneSession", Message.of(at.session(), "ada"), as(at.mia()));
    got.put("CloneSession", clone.what());
    End read =
        mia.call(
            stream + 4,
            "Config",
            Message.get(at.session(), "ada", "spark.sql.innocent"),
            as(at.mia()));
    got.put("Config", brief(read.what()) + hit(read, "value-"));
    got.put(
        "ReleaseSession",
        mia.call(stream + 6, "ReleaseSession", Message.of(at.session(), "ada"), as(at.mia()))
            .what());
    String ran = running.isDone() ? "ENDED " + running.join().what() : "still ran";
    End own = ada.call(3, "Interrupt", Message.interruptAll(at.session(), "ada"), as(at.ada()));
    String ended = Connection.await(running).what();
    return result.got(
        told(got) + "; the query " + ran + hit(own, operation) + " by its owner, " + brief(ended));
  }

  private static String hit(End end, String text) {
    return end.text().contains(text) ? " HIT" : " nothing";
  }

  /** The token of the server, by its key, by all keys, by a default, and by SQL. */
  static Result serverToken(Target at) throws Exception {
    Result result = new Result();
    Connection it = result.keep(at.connect());
    String key = "spark.connect.authenticate.token";
    End one = it.call(1, "Config", Message.get(at.session(), "ada", key), as(at.ada()));
    End all = it.call(3, "Config", Message.getAll(at.session(), "ada"), as(at.ada()));
    Message sql = Message.execute(at.session(), "ada", "SET " + key, Target.newSession());
    End set = it.call(5, "ExecutePlan", sql, as(at.ada()));
    return result.got("get: %s; getAll: %s; SET: %s".formatted(shown(one), shown(all), shown(set)));
  }

  private static String shown(End end) {
    String redacted = end.text().contains("(redacted)") ? ", redacted" : "";
    return brief(end.what()) + ", " + end.data().length + " bytes" + redacted;
  }
}
