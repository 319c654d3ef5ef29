package io.switchyard.gateway;

import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows one call. All of it is called on an event loop and must not block. */
public interface CallTrace {

  /** Of a call that nobody follows. */
  CallTrace NONE =
      new CallTrace() {
        @Override
        public Map<String, String> headers() {
          return Map.of();
        }

        @Override
        public void ended(@Nullable Call call, @Nullable Route route, int status) {}
      };

  /** Headers that the server gets in place of the client's, by names in lower case. */
  Map<String, String> headers();

  /**
   * The call is over.
   *
   * @param call null if it did not come far enough to say its session
   * @param route null if it was not passed on
   * @param status gRPC's code as the client got it; 1 if it went away
   */
  void ended(@Nullable Call call, @Nullable Route route, int status);
}
