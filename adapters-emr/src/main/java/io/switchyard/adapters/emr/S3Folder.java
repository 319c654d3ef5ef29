package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.S3Location;
import io.switchyard.ports.TargetFailure;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A folder in S3: all that this adapter asks of S3, and every failure as a {@link TargetFailure}.
 * S3 shows every write to whoever reads or lists after it.
 */
final class S3Folder {

  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final S3Location location;

  S3Folder(S3Client client, S3Location location) {
    this.client = client;
    this.location = location;
  }

  /** Its address, without a slash at the end. */
  String address(String name) {
    return "s3://" + location.bucket() + "/" + location.key(name);
  }

  void put(String name, String text) {
    call(
        "write " + address(name),
        () ->
            client.putObject(
                put -> put.bucket(location.bucket()).key(location.key(name)), body(text)));
  }

  /**
   * Writes what is not there yet.
   *
   * @return false if it is there
   */
  boolean putNew(String name, String text) {
    return call(
        "write " + address(name),
        () -> {
          try {
            client.putObject(
                put -> put.bucket(location.bucket()).key(location.key(name)).ifNoneMatch("*"),
                body(text));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return false;
            }
            throw e;
          }
        });
  }

  private static RequestBody body(String text) {
    return RequestBody.fromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  Optional<String> get(String name) {
    return call(
        "read " + address(name),
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(get -> get.bucket(location.bucket()).key(location.key(name)))
                    .asUtf8String());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  /** What is in there, to be closed; empty if there is no such thing. */
  Optional<InputStream> open(String name) {
    return call(
        "read " + address(name),
        () -> {
          try {
            return Optional.of(
                client.getObject(get -> get.bucket(location.bucket()).key(location.key(name))));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  /** The names of all that is in a folder of it, as seen from that folder. */
  List<String> list(String folder) {
    String prefix = location.key(folder) + "/";
    return call(
        "list " + address(folder),
        () -> {
          List<String> names = new ArrayList<>();
          client
              .listObjectsV2Paginator(list -> list.bucket(location.bucket()).prefix(prefix))
              .contents()
              .forEach(object -> names.add(object.key().substring(prefix.length())));
          return names;
        });
  }

  /** Deletes it, if it is there. */
  void delete(String name) {
    call(
        "delete " + address(name),
        () ->
            client.deleteObject(
                delete -> delete.bucket(location.bucket()).key(location.key(name))));
  }

  /** Nothing in S3 is a driver, so whatever became of a request, it started none. */
  private static <T> T call(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsFailures.harmless(AwsFailures.of(doing, e));
    }
  }
}
