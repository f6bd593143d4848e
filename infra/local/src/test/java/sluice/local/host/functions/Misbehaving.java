package sluice.local.host.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/**
 * Does what its query says: {@code throw}, {@code halt}, {@code break} off half-way, or nothing.
 */
public final class Misbehaving implements HttpFunction {

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    switch (request.getQuery().orElse("")) {
      case "throw" -> throw new IllegalStateException("thrown on purpose");
      case "halt" -> {
        System.out.println("the last word, without an end");
        System.err.print("and one more");
        System.err.flush();
        Runtime.getRuntime().halt(3);
      }
      case "break" -> {
        response.getOutputStream().write(new byte[1 << 20]);
        response.getOutputStream().flush();
        Runtime.getRuntime().halt(4);
      }
      default -> response.getWriter().write("behaved");
    }
  }
}
