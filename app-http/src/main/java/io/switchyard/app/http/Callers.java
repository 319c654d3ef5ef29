package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.team.Caller;

/** Says who is asking, from the credential of the request and nothing else. */
interface Callers {

  /**
   * The caller.
   *
   * @throws Refusal if the request has no valid credential
   */
  Caller of(Context ctx);
}
