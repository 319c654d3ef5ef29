package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch job told as data: read the sources, run the transformations in their order, write the
 * sinks in theirs.
 *
 * <p>A spec that exists is consistent: names are unique without regard to case, and each sink's
 * input is the name of a source or transformation. What only Spark can know (that a query parses,
 * that a column exists) is not checked here.
 *
 * @param name what people call the job; null where the spec does not say
 * @param sources at least one
 * @param transformations each sees the sources and the transformations before it
 * @param sinks at least one
 */
public record EtlSpec(
    @Nullable String name,
    List<EtlSource> sources,
    List<EtlTransformation> transformations,
    List<EtlSink> sinks) {

  /**
   * @throws InvalidInput if a list is empty or a name is missing, taken or unknown
   */
  public EtlSpec {
    Texts.requireNonBlankIfGiven("name", name);
    sources = List.copyOf(sources);
    transformations = List.copyOf(transformations);
    sinks = List.copyOf(sinks);
    List<Violation> violations = EtlNames.of(sources, transformations, sinks).violations();
    if (!violations.isEmpty()) {
      throw new InvalidInput(violations);
    }
  }

  /**
   * Reads a spec from a tree of maps, lists and scalars; a wrong one is refused with every mistake
   * that can be seen without running SQL, each under its path.
   *
   * <p>What may be left out is filled in: a single source without a name is {@code source}, the
   * n-th transformation without a name is {@code transformation_n}, a sink without input takes the
   * last transformation or else the only source, and a sink without mode appends.
   */
  public static InputReader<EtlSpec> reader() {
    return EtlSpecReader::read;
  }

  /**
   * The spec as a tree with all defaults written out, which {@link #reader} reads back as equal.
   */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    Trees.text(tree, "name", name);
    tree.put("sources", sources.stream().map(EtlSource::toTree).toList());
    if (!transformations.isEmpty()) {
      tree.put("transformations", transformations.stream().map(EtlTransformation::toTree).toList());
    }
    tree.put("sinks", sinks.stream().map(EtlSink::toTree).toList());
    return tree;
  }
}
