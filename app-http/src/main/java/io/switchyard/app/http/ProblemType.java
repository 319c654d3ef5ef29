package io.switchyard.app.http;

import java.util.Locale;

/** Every kind of refusal the API gives; its URN is part of the API and never changes. */
public enum ProblemType {
  INVALID_REQUEST("The request is invalid"),
  UNAUTHENTICATED("No valid credential"),
  NOT_YOUR_TEAM("Not a team of yours"),
  NOT_ALLOWED("Not allowed"),
  JOB_NOT_FOUND("No such job"),
  CLUSTER_NOT_FOUND("No such cluster"),
  SESSION_NOT_FOUND("No such session"),
  BACKEND_NOT_FOUND("No such backend"),
  NO_SUCH_ROUTE("No such route"),
  METHOD_NOT_ALLOWED("No such method here"),
  IDEMPOTENCY_KEY_TAKEN("The idempotency key belongs to another request"),
  JOB_ALREADY_ENDED("The job has ended"),
  NAME_TAKEN("Another cluster has that place"),
  WRONG_CLUSTER_STATUS("The cluster is not in the state for this"),
  CLUSTER_IN_USE("The cluster is in use"),
  QUOTA_EXCEEDED("Over the team's quota"),
  BODY_TOO_LARGE("The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("Not JSON"),
  QUEUE_FULL("The team's queue is full"),
  CANNOT_RUN("No backend can run this"),
  INTERNAL_ERROR("Something went wrong on our side"),
  UNAVAILABLE("Not available now");

  private final String title;

  ProblemType(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** The stable identifier, such as {@code urn:switchyard:problem:invalid-request}. */
  public String urn() {
    return "urn:switchyard:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
