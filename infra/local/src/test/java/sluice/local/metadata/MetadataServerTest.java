package sluice.local.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.TestCloud;

final class MetadataServerTest {

  @TempDir Path folder;

  @Test
  void tellsTheProjectAndATokenToWhoKnowsTheHeader() {
    try (TestCloud cloud = TestCloud.in(folder)) {
      String root = "/computeMetadata/v1";
      assertThat(cloud.send("GET", root + "/project/project-id", "").statusCode()).isEqualTo(403);
      var project =
          cloud.send("GET", root + "/project/project-id", "", "Metadata-Flavor", "Google");
      assertThat(project.body()).isEqualTo("p1");
      assertThat(project.headers().firstValue("Metadata-Flavor")).hasValue("Google");
      String account = root + "/instance/service-accounts/default";
      assertThat(cloud.send("GET", account + "/token", "", "Metadata-Flavor", "Google").body())
          .contains("\"access_token\":\"local\"", "\"expires_in\":3600");
      assertThat(
              cloud
                  .send(
                      "GET",
                      account + "/identity?audience=http://f",
                      "",
                      "Metadata-Flavor",
                      "Google")
                  .body()
                  .split("\\."))
          .hasSize(2);
      assertThat(cloud.send("GET", "/", "").headers().firstValue("Metadata-Flavor"))
          .hasValue("Google");
    }
  }
}
