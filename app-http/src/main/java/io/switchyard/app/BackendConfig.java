package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.ports.placement.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One backend: Spark standalone clusters run by us or by somebody else, a Kubernetes cluster, or
 * Amazon EMR.
 *
 * @param place the regions and environments it is for
 * @param embedded the size of what we run; null if {@code masters} are given
 * @param masters what others run, the default Spark version first; empty if there are none
 * @param kubernetes null if it is of another kind
 * @param emr null if it is of another kind
 * @param serving whom it serves, and how much it takes
 */
public record BackendConfig(
    BackendId id,
    Place place,
    @Nullable Embedded embedded,
    List<MasterConfig> masters,
    @Nullable KubernetesConfig kubernetes,
    @Nullable EmrSettings emr,
    ServingConfig serving) {

  private static final Map<String, BackendKind> KINDS =
      new TreeMap<>(
          Map.of(
              "standalone", BackendKind.STANDALONE,
              "sk8", BackendKind.SK8,
              "emr", BackendKind.EMR));

  /** What there is without any configuration. */
  public static final BackendConfig DEFAULT =
      new BackendConfig(
          new BackendId("local"),
          Place.anywhere(BackendKind.STANDALONE),
          new Embedded(null, null),
          List.of());

  public BackendConfig {
    masters = List.copyOf(masters);
    boolean sources = embedded != null || !masters.isEmpty();
    boolean fits =
        switch (place.kind()) {
          case STANDALONE ->
              (embedded == null) != masters.isEmpty() && kubernetes == null && emr == null;
          case SK8 -> kubernetes != null && emr == null && !sources;
          case EMR -> emr != null && kubernetes == null && !sources;
          case DBR -> false;
        };
    if (!fits) {
      throw misfit(id, place.kind());
    }
  }

  private static InvalidValue misfit(BackendId id, BackendKind kind) {
    return kind == BackendKind.STANDALONE
        ? InvalidValue.of(
            id.value(), "needs one source of clusters", "give exactly one of embedded, masters")
        : InvalidValue.of(
            id.value(),
            "needs a cluster",
            "give " + (kind == BackendKind.EMR ? "emr" : "kubernetes") + ", and nothing else");
  }

  /** A backend of Spark standalone clusters. */
  public BackendConfig(
      BackendId id, Place place, @Nullable Embedded embedded, List<MasterConfig> masters) {
    this(id, place, embedded, masters, null);
  }

  /** A backend that serves everybody. */
  public BackendConfig(
      BackendId id,
      Place place,
      @Nullable Embedded embedded,
      List<MasterConfig> masters,
      @Nullable KubernetesConfig kubernetes) {
    this(id, place, embedded, masters, kubernetes, null, ServingConfig.DEFAULT);
  }

  /**
   * @param cores what the cluster offers; null for what suits the machine
   * @param memory as {@code cores}
   */
  public record Embedded(@Nullable Integer cores, @Nullable Memory memory) {

    static Embedded read(InputObject in) {
      var cores = in.optional("cores", integer(2, 1024));
      var memory = in.optional("memory", text().then(Memory::parse));
      return in.build(() -> new Embedded(cores.get().orElse(null), memory.get().orElse(null)));
    }
  }

  /**
   * A master that others run, and what each of its workers offers.
   *
   * @param masterUrl {@code spark://host:port}
   * @param restUrl of its submission server
   * @param uiUrl of its web page
   */
  public record MasterConfig(
      SparkVersion sparkVersion,
      String masterUrl,
      URI restUrl,
      URI uiUrl,
      int workers,
      int cores,
      Memory memory) {

    static MasterConfig read(InputObject in) {
      var version = in.required("spark_version", text().then(SparkVersion::new));
      var master = in.required("master_url", nonBlankText());
      var rest = in.required("rest_url", url());
      var ui = in.required("ui_url", url());
      var workers = in.optional("workers", integer(1, 10_000), 1);
      var cores = in.required("cores", integer(1, 1024));
      var memory = in.required("memory", text().then(Memory::parse));
      return in.build(
          () ->
              new MasterConfig(
                  version.get(),
                  master.get(),
                  rest.get(),
                  ui.get(),
                  workers.get(),
                  cores.get(),
                  memory.get()));
    }

    private static InputReader<URI> url() {
      return nonBlankText()
          .then(
              written -> {
                try {
                  return new URI(written);
                } catch (URISyntaxException e) {
                  throw InvalidValue.of(written, "is not a web address", "");
                }
              });
    }
  }

  /**
   * Reads id, kind, regions, environments, whom it serves, and one of embedded, masters, kubernetes
   * and emr.
   */
  static BackendConfig read(InputObject in) {
    var id = in.required("id", text().then(BackendId::new));
    var kind = in.required("kind", oneOf(KINDS));
    var regions = in.optional("regions", listOf(text().then(Region::new)), List.of());
    var environments = in.optional("environments", listOf(Environment.reader()), List.of());
    var embedded = in.optional("embedded", object(Embedded::read));
    var masters = in.optional("masters", listOf(object(MasterConfig::read)), List.of());
    var kubernetes = in.optional("kubernetes", object(KubernetesConfig::read));
    var emr = in.optional("emr", object(EmrSettings::read));
    var serving = ServingConfig.read(in);
    return in.build(
        () ->
            new BackendConfig(
                id.get(),
                new Place(kind.get(), Set.copyOf(regions.get()), Set.copyOf(environments.get())),
                embedded.get().orElse(null),
                masters.get(),
                kubernetes.get().orElse(null),
                emr.get().orElse(null),
                serving.get()));
  }
}
