package sluice.functions.extract.objects;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import sluice.RejectedException;
import sluice.UnavailableException;

/** The function's own identity, as a token that others can check: signed by Google, for an hour. */
final class GoogleIdentity implements Supplier<String> {

  /**
   * Whom the token is for; a role's trust policy may ask for it as {@code
   * accounts.google.com:oaud}.
   */
  private static final String AUDIENCE = "sluice";

  @Override
  public String get() {
    try {
      GoogleCredentials credentials = GoogleCredentials.getApplicationDefault();
      if (credentials instanceof IdTokenProvider provider) {
        return provider.idTokenWithAudience(AUDIENCE, List.of()).getTokenValue();
      }
      throw new RejectedException(
          "The default credentials have no identity token, which a role of AWS asks for. Run as a"
              + " service account, or put keys of AWS into the environment.");
    } catch (IOException e) {
      throw new UnavailableException(
          "Google gave no identity token for AWS. It will be tried again.", e);
    }
  }
}
