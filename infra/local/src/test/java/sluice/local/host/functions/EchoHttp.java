package sluice.local.host.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;

/** Answers with what it was asked: the first line, the headers, the body. */
public final class EchoHttp implements HttpFunction {

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    response.setStatusCode(203);
    response.appendHeader("X-Seen", request.getMethod());
    StringBuilder head = new StringBuilder();
    head.append(request.getMethod()).append(' ').append(request.getPath());
    head.append(' ').append(request.getQuery().orElse("")).append('\n');
    new TreeMap<>(request.getHeaders())
        .forEach(
            (name, values) ->
                head.append(name.toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(values)
                    .append('\n'));
    response.getOutputStream().write(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    request.getInputStream().transferTo(response.getOutputStream());
  }
}
