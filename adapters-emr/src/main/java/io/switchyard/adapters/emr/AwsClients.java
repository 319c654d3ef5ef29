package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Access;
import io.switchyard.adapters.emr.EmrConfig.Role;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Clients of one access. Nothing is asked of AWS, nor are credentials looked for, until one is
 * used. None of them ever repeats a request by itself: the work loop knows what it has tried, and a
 * repeated request could make a second step.
 */
final class AwsClients implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final SdkHttpClient http;
  private final DefaultCredentialsProvider ours;
  private final StsClient sts;
  private final AwsCredentialsProvider credentials;
  private final Access access;

  AwsClients(Access access) {
    this.access = access;
    this.http =
        ApacheHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(ANSWER)
            .maxConnections(50)
            .build();
    this.ours = DefaultCredentialsProvider.builder().build();
    this.sts = with(StsClient.builder(), ours).build();
    Role role = access.role();
    this.credentials = role == null ? ours : assumed(role);
  }

  private AwsCredentialsProvider assumed(Role role) {
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request ->
                request
                    .roleArn(role.arn())
                    .externalId(role.externalId())
                    .roleSessionName("switchyard"))
        .build();
  }

  EmrClient emr() {
    return with(EmrClient.builder(), credentials).build();
  }

  S3Client s3() {
    return with(S3Client.builder(), credentials)
        // Buckets are part of a host's name at Amazon's own address only.
        .forcePathStyle(access.endpoint() != null)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B with(
      B builder, AwsCredentialsProvider provider) {
    builder
        .region(Region.of(access.region()))
        .credentialsProvider(provider)
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(ANSWER.plus(CONNECT))
                .build());
    if (access.endpoint() != null) {
      builder.endpointOverride(access.endpoint());
    }
    return builder;
  }

  @Override
  public void close() {
    if (credentials instanceof StsAssumeRoleCredentialsProvider assumed) {
      assumed.close();
    }
    sts.close();
    ours.close();
    http.close();
  }
}
