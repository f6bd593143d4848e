package sluice.extract.objects;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.handover.ForeignBucket;
import sluice.plan.Handover;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/**
 * Opens buckets of Amazon S3. Without a role, and with one where there are keys, the credentials
 * are those of the SDK's default chain; a role without keys is taken on by the function's own
 * Google identity, so that no secret is kept.
 */
public final class S3Buckets implements ForeignBucket.Opener {

  private static final String SESSION = "sluice";
  private static final int MOST_ATTEMPTS = 8;
  private static final int MOST_CONNECTIONS = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final boolean keys;
  private final Supplier<String> identity;

  /**
   * @param keys whether the environment holds keys of AWS
   * @param identity gives a token of the function's own Google identity, of at least a few minutes
   */
  public S3Buckets(boolean keys, Supplier<String> identity) {
    this.keys = keys;
    this.identity = identity;
  }

  @Override
  public ForeignBucket open(Handover handover) {
    Region region = Region.of(handover.region());
    SdkHttpClient http =
        Apache5HttpClient.builder()
            .maxConnections(MOST_CONNECTIONS)
            .connectionTimeout(PATIENCE)
            .socketTimeout(PATIENCE)
            .build();
    Optional<StsClient> sts = handover.role().map(role -> sts(region, http));
    AwsCredentialsProvider credentials =
        sts.map(client -> role(handover, client))
            .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    S3Client s3 =
        S3Client.builder()
            .region(region)
            .httpClient(http)
            .credentialsProvider(credentials)
            .overrideConfiguration(
                client ->
                    // Waits longer each time, and with a chance in it: "503 Slow Down" passes.
                    client.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(MOST_ATTEMPTS)
                            .build()))
            .build();
    return new S3Bucket(
        s3,
        handover,
        () -> {
          sts.ifPresent(StsClient::close);
          http.close();
        });
  }

  private StsClient sts(Region region, SdkHttpClient http) {
    return StsClient.builder()
        .region(region)
        .httpClient(http)
        .credentialsProvider(
            keys
                ? DefaultCredentialsProvider.builder().build()
                : AnonymousCredentialsProvider.create())
        .build();
  }

  private AwsCredentialsProvider role(Handover handover, StsClient sts) {
    String role = handover.role().orElseThrow();
    if (keys) {
      return StsAssumeRoleCredentialsProvider.builder()
          .stsClient(sts)
          .refreshRequest(
              request -> {
                request.roleArn(role).roleSessionName(SESSION);
                handover.externalId().ifPresent(request::externalId);
              })
          .build();
    }
    return StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            () ->
                AssumeRoleWithWebIdentityRequest.builder()
                    .roleArn(role)
                    .roleSessionName(SESSION)
                    .webIdentityToken(identity.get())
                    .build())
        .build();
  }
}
