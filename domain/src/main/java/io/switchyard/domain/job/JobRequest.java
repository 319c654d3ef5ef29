package io.switchyard.domain.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.team.Team;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user submitted, valid in itself. Whether a backend can run it is a question for the
 * backends.
 *
 * @param name the team's name for the job
 * @param team the team it belongs to
 * @param user whose job it is
 * @param spec what the driver runs
 * @param type whether the driver ends by itself
 * @param sparkVersion a release or a line; null for the platform's default line
 * @param resources what it asks for
 * @param settings Spark configuration and environment on top
 * @param policy how long it may wait and run, and what follows a failure
 * @param idempotencyKey names this submission within the team, so that repeating it makes no second
 *     job; null when the user gave none
 * @param callbackUrl where to tell of the job's end; null for nowhere
 * @param place where it is to run
 */
public record JobRequest(
    JobName name,
    Team team,
    String user,
    JobSpec spec,
    JobType type,
    @Nullable SparkVersion sparkVersion,
    Resources resources,
    SparkSettings settings,
    RunPolicy policy,
    @Nullable String idempotencyKey,
    @Nullable CallbackUrl callbackUrl,
    PlaceWish place) {

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  public JobRequest {
    if (user.isBlank()) {
      throw InvalidValue.at("user", user, "is blank", "");
    }
    if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
      throw InvalidValue.at(
          "idempotency_key",
          idempotencyKey,
          "is not an idempotency key",
          "use 1 to 255 visible ASCII characters");
    }
    if (type == JobType.STREAMING && spec instanceof JobSpec.CoreEtl) {
      throw InvalidValue.at(
          "config.job_type",
          "STREAMING",
          "does not go with config.core_etl, which reads bounded sources",
          "use BATCH, or bring a streaming application as config.custom_jar");
    }
  }

  /** A request that may run anywhere. */
  public JobRequest(
      JobName name,
      Team team,
      String user,
      JobSpec spec,
      JobType type,
      @Nullable SparkVersion sparkVersion,
      Resources resources,
      SparkSettings settings,
      RunPolicy policy,
      @Nullable String idempotencyKey,
      @Nullable CallbackUrl callbackUrl) {
    this(
        name,
        team,
        user,
        spec,
        type,
        sparkVersion,
        resources,
        settings,
        policy,
        idempotencyKey,
        callbackUrl,
        PlaceWish.NONE);
  }

  /** A request with the default policy and no callback. */
  public JobRequest(
      JobName name,
      Team team,
      String user,
      JobSpec spec,
      JobType type,
      @Nullable SparkVersion sparkVersion,
      Resources resources,
      SparkSettings settings,
      @Nullable String idempotencyKey) {
    this(
        name,
        team,
        user,
        spec,
        type,
        sparkVersion,
        resources,
        settings,
        RunPolicy.DEFAULT,
        idempotencyKey);
  }

  /** A request without a callback. */
  public JobRequest(
      JobName name,
      Team team,
      String user,
      JobSpec spec,
      JobType type,
      @Nullable SparkVersion sparkVersion,
      Resources resources,
      SparkSettings settings,
      RunPolicy policy,
      @Nullable String idempotencyKey) {
    this(
        name,
        team,
        user,
        spec,
        type,
        sparkVersion,
        resources,
        settings,
        policy,
        idempotencyKey,
        null);
  }

  /** The same request with a callback. */
  public JobRequest callingBack(CallbackUrl url) {
    return with(resources, url, place);
  }

  /** The same request, to run there. */
  public JobRequest placed(PlaceWish where) {
    return with(resources, callbackUrl, where);
  }

  /** What an attempt under {@code terms} asks for. */
  public JobRequest under(Terms terms) {
    Resources raised = policy.retry().raised(resources, terms.memoryRaises());
    return raised.equals(resources) ? this : with(raised, callbackUrl, place);
  }

  private JobRequest with(Resources asked, @Nullable CallbackUrl url, PlaceWish where) {
    return new JobRequest(
        name,
        team,
        user,
        spec,
        type,
        sparkVersion,
        asked,
        settings,
        policy,
        idempotencyKey,
        url,
        where);
  }
}
