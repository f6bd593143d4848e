package sluice.local.pubsub;

import sluice.local.http.ApiError;

/** Pub/Sub's errors, in its words. */
final class Errors {

  private Errors() {}

  static ApiError notFound(String resource) {
    return ApiError.canonical(
        404, "NOT_FOUND", "Resource not found (resource=%s).".formatted(shortName(resource)));
  }

  static ApiError alreadyExists(String resource) {
    return ApiError.canonical(
        409,
        "ALREADY_EXISTS",
        "Resource already exists in the project (resource=%s).".formatted(shortName(resource)));
  }

  static ApiError invalid(String message) {
    return ApiError.canonical(400, "INVALID_ARGUMENT", message);
  }

  private static String shortName(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }
}
