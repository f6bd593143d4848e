package sluice.local.host;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.local.host.functions.EchoHttp;

/** A host that a test can kill: starts one instance, tells its process, and stays. */
final class HostInAProcess {

  private HostInAProcess() {}

  public static void main(String[] arguments) throws Exception {
    FunctionsHost host =
        FunctionsHost.start(
            Path.of(arguments[0]),
            Path.of(arguments[0]),
            0,
            Duration.ofSeconds(30),
            InstantSource.system(),
            line -> {});
    host.deploy(
        FunctionDefinition.of(
            "echo", Path.of(arguments[1]), EchoHttp.class.getName(), Signature.HTTP));
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(host.address("echo"))).build(),
            BodyHandlers.discarding());
    System.out.println("instance " + host.instances().get(0).pid());
    Thread.currentThread().join();
  }
}
