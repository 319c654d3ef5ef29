package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Access;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Amazon as its customers have it before they have us: a bucket and a cluster. */
final class Aws implements AutoCloseable {

  static final String BUCKET = "switchyard";

  private final AwsClients clients;
  private final S3Client s3;
  private final EmrClient emr;

  Aws(URI endpoint) {
    this.clients = new AwsClients(new Access("eu-west-1", null, endpoint, 1000, Duration.ZERO));
    this.s3 = clients.s3();
    this.emr = clients.emr();
    if (s3.listBuckets().buckets().stream().noneMatch(bucket -> bucket.name().equals(BUCKET))) {
      s3.createBucket(
          create ->
              create
                  .bucket(BUCKET)
                  .createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
    }
  }

  S3Client s3() {
    return s3;
  }

  EmrClient emr() {
    return emr;
  }

  Machine machine() {
    return new Machine(MotoSite.get(), s3);
  }

  /** A cluster that stays. */
  Shared sharedCluster() {
    String id =
        emr.runJobFlow(
                run ->
                    run.name("shared")
                        .releaseLabel("emr-7.10.0")
                        .serviceRole("EMR_DefaultRole")
                        .jobFlowRole("EMR_EC2_DefaultRole")
                        .instances(
                            instances ->
                                instances
                                    .keepJobFlowAliveWhenNoSteps(true)
                                    .masterInstanceType("m7g.xlarge")
                                    .instanceCount(1)))
            .jobFlowId();
    return new Shared(id, Examples.SPARK);
  }

  @Override
  public void close() {
    s3.close();
    emr.close();
    clients.close();
  }
}
