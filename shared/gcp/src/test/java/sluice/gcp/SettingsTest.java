package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;

final class SettingsTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "GOOGLE_CLOUD_PROJECT", "p1",
          "SLUICE_BUCKET", "b1",
          "SLUICE_LOCATION", "asia-northeast1");

  @Test
  void pointsAtGoogleCloudUnlessItIsToldAHost() {
    assertThat(Settings.of(REQUIRED))
        .isEqualTo(new Settings("p1", "b1", "asia-northeast1", Optional.empty(), Optional.empty()));
  }

  @Test
  void namesEveryMissingVariableAtOnce() {
    assertThatThrownBy(() -> Settings.of(Map.of("SLUICE_BUCKET", " ")))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "GOOGLE_CLOUD_PROJECT, SLUICE_BUCKET, SLUICE_LOCATION are not set in the function's"
                + " environment. Deploy it with deploy.sh, which sets them.");
  }

  @Test
  void namesOneMissingVariable() {
    assertThatThrownBy(() -> Settings.of(with("SLUICE_LOCATION", "")))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "SLUICE_LOCATION is not set in the function's environment. Deploy it with deploy.sh,"
                + " which sets them.");
  }

  @Test
  void takesAHostWithASchemeOrWithout() {
    assertThat(Settings.of(with("STORAGE_EMULATOR_HOST", "127.0.0.1:9000")).storageHost())
        .contains("http://127.0.0.1:9000");
    assertThat(Settings.of(with("STORAGE_EMULATOR_HOST", "http://127.0.0.1:9000")).storageHost())
        .contains("http://127.0.0.1:9000");
    assertThat(Settings.of(with("BIGQUERY_EMULATOR_HOST", "localhost:9050")).bigQueryHost())
        .contains("http://localhost:9050");
    assertThat(Settings.of(with("BIGQUERY_EMULATOR_HOST", "https://bq.example")).bigQueryHost())
        .contains("https://bq.example");
  }

  @Test
  void takesABlankHostForNone() {
    assertThat(Settings.of(with("STORAGE_EMULATOR_HOST", "")).storageHost()).isEmpty();
    assertThat(Settings.of(with("BIGQUERY_EMULATOR_HOST", " ")).bigQueryHost()).isEmpty();
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put(name, value);
    return environment;
  }
}
