package sluice.local.host.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** Cannot be built, as a function whose setting is missing. */
public final class Unbuildable implements HttpFunction {

  public Unbuildable() {
    throw new IllegalStateException("BUCKET is not set. Name the landing bucket.");
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) {}
}
