package sluice.local.host.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.OutputStream;

/** Reads all it is given, then answers with as many bytes. */
public final class Streams implements HttpFunction {

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    long bytes = request.getInputStream().transferTo(OutputStream.nullOutputStream());
    byte[] part = new byte[8192];
    for (long left = bytes; left > 0; left -= part.length) {
      response.getOutputStream().write(part, 0, (int) Math.min(left, part.length));
    }
  }
}
