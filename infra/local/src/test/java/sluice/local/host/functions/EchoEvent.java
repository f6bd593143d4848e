package sluice.local.host.functions;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.TreeMap;

/** Says which event it got. */
public final class EchoEvent implements CloudEventsFunction {

  @Override
  public void accept(CloudEvent event) {
    Map<String, Object> attributes = new TreeMap<>();
    for (String name : event.getAttributeNames()) {
      attributes.put(name, String.valueOf(event.getAttribute(name)));
    }
    for (String name : event.getExtensionNames()) {
      attributes.put(name, String.valueOf(event.getExtension(name)));
    }
    System.out.println(
        attributes
            + " "
            + new String(event.getData().toBytes(), java.nio.charset.StandardCharsets.UTF_8));
  }
}
