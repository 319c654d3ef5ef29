package io.switchyard.domain.placement;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidInput;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Placement} as a plain tree, as stores keep it. */
public final class PlacementForm {

  private PlacementForm() {}

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInput if this release does not understand it
   */
  public static Placement read(@Nullable Object tree) {
    return InputObject.readRoot(
        tree,
        in -> {
          var backend = in.required("backend", text().then(BackendId::new));
          var rule = in.required("rule", lowerCaseEnum(PlacementRule.class));
          var reason = in.required("reason", text());
          var waits = in.optional("waits", object(PlacementForm::refusal));
          var at = in.required("at", text().then(Instant::parse));
          var refused = in.optional("refused", refusals(), List.of());
          return in.build(
              () ->
                  new Placement(
                      backend.get(),
                      rule.get(),
                      reason.get(),
                      waits.get().orElse(null),
                      at.get(),
                      refused.get()));
        });
  }

  private static InputReader<List<Refusal>> refusals() {
    return listOf(object(PlacementForm::refusal));
  }

  private static Refusal refusal(InputObject in) {
    var backend = in.required("backend", text().then(BackendId::new));
    var rule = in.required("rule", lowerCaseEnum(PlacementRule.class));
    var reason = in.required("reason", text());
    return in.build(() -> new Refusal(backend.get(), rule.get(), reason.get()));
  }

  /** The tree of a placement: {@code read(write(p))} equals {@code p}. */
  public static Map<String, Object> write(Placement placement) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("backend", placement.backend().value());
    tree.put("rule", placement.rule().word());
    tree.put("reason", placement.reason());
    Refusal waits = placement.waits();
    if (waits != null) {
      tree.put("waits", write(waits));
    }
    tree.put("at", placement.at().toString());
    tree.put("refused", placement.refused().stream().map(PlacementForm::write).toList());
    return tree;
  }

  private static Map<String, Object> write(Refusal refusal) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("backend", refusal.backend().value());
    tree.put("rule", refusal.rule().word());
    tree.put("reason", refusal.reason());
    return tree;
  }
}
