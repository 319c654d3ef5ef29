package io.switchyard.app;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.switchyard.grpc.v1.ClusterServiceGrpc;
import io.switchyard.grpc.v1.ClusterServiceGrpc.ClusterServiceBlockingStub;
import io.switchyard.grpc.v1.CustomJar;
import io.switchyard.grpc.v1.JobConfig;
import io.switchyard.grpc.v1.JobServiceGrpc;
import io.switchyard.grpc.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.switchyard.grpc.v1.SubmitRequest;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/** A channel to a live application. */
final class GrpcClient implements AutoCloseable {

  final ManagedChannel channel;

  GrpcClient(int port) {
    this.channel =
        Grpc.newChannelBuilder("localhost:" + port, InsecureChannelCredentials.create()).build();
  }

  JobServiceBlockingStub jobs() {
    return JobServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  ClusterServiceBlockingStub clusters() {
    return ClusterServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  /** The stub with metadata. */
  JobServiceBlockingStub jobs(String key, String value) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    return jobs().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  /** The request of {@link LiveApi#JOB}. */
  static SubmitRequest.Builder job() {
    return SubmitRequest.newBuilder()
        .setName("nightly")
        .setTeam("data-infra")
        .setConfig(
            JobConfig.newBuilder()
                .setCustomJar(
                    CustomJar.newBuilder()
                        .setJarPath("/jars/app.jar")
                        .setMainClass("com.acme.Main")));
  }

  /** What a refused call answered. */
  record Refused(Status.Code code, String message, List<Any> details) {

    static Refused by(Runnable call) {
      try {
        call.run();
      } catch (StatusRuntimeException e) {
        com.google.rpc.Status status = StatusProto.fromThrowable(e);
        List<Any> details = status == null ? List.of() : status.getDetailsList();
        return new Refused(e.getStatus().getCode(), e.getStatus().getDescription(), details);
      }
      throw new AssertionError("was not refused");
    }

    <T extends Message> T detail(Class<T> type) {
      for (Any detail : details) {
        if (detail.is(type)) {
          try {
            return detail.unpack(type);
          } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
          }
        }
      }
      throw new NoSuchElementException(type + " in " + this);
    }

    String reason() {
      return detail(ErrorInfo.class).getReason();
    }

    /** The fields at fault. */
    List<String> fields() {
      return detail(BadRequest.class).getFieldViolationsList().stream()
          .map(BadRequest.FieldViolation::getField)
          .toList();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
