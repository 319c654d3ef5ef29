package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.job.JobId;
import org.jspecify.annotations.Nullable;

/** Makes links back into this API. */
public final class Links {

  private final @Nullable String publicUrl;

  /**
   * @param publicUrl what clients put before the path; null to take what each request was sent to
   */
  Links(@Nullable String publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** Where a job's log is read; empty if we do not know how clients reach us. */
  public String logs(JobId job) {
    return publicUrl == null ? "" : logs(publicUrl, job);
  }

  String logs(Context ctx, JobId job) {
    return logs(root(ctx), job);
  }

  private String root(Context ctx) {
    return publicUrl == null ? ctx.scheme() + "://" + ctx.host() : publicUrl;
  }

  private static String logs(String root, JobId job) {
    return root + "/api/v1/jobs/" + job + "/logs";
  }
}
