package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.job.SparkVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images that a backend has.
 *
 * @param field where requests name a Spark version
 */
record Images(List<Image> images, String field) {

  /**
   * The image for a release or a line, or the default one.
   *
   * @throws InvalidInput if there is none
   */
  Image asked(@Nullable SparkVersion asked) {
    if (asked == null) {
      return images.get(0);
    }
    List<SparkVersion> offered = images.stream().map(Image::version).toList();
    return asked
        .newestOf(offered)
        .map(this::of)
        .orElseThrow(
            () ->
                Describing.refusal(
                    field,
                    asked.value(),
                    "is not offered by this backend",
                    "offered: " + String.join(", ", offered.stream().map(v -> "" + v).toList())));
  }

  /**
   * The image of a release.
   *
   * @throws InvalidInput if there is none
   */
  Image of(SparkVersion version) {
    return images.stream()
        .filter(image -> image.version().equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                Describing.refusal(
                    field, version.value(), "is not offered by this backend any more", ""));
  }
}
