package sluice.local.delivery;

import java.net.URI;
import java.util.Map;

/** The HTTP request that carries a parcel. */
public record Post(String method, URI to, Map<String, String> headers, String body) {}
