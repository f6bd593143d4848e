package sluice.local.storage;

import sluice.local.http.ApiError;

/** Cloud Storage's errors, in its words. */
final class Errors {

  private Errors() {}

  static ApiError noSuchBucket() {
    return ApiError.reasoned(404, "notFound", "The specified bucket does not exist.");
  }

  static ApiError noSuchObject(String bucket, String name) {
    return ApiError.reasoned(404, "notFound", "No such object: %s/%s".formatted(bucket, name));
  }

  static ApiError conditionNotMet() {
    return ApiError.reasoned(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static ApiError conflict(String message) {
    return ApiError.reasoned(409, "conflict", message);
  }

  static ApiError invalid(String message) {
    return ApiError.reasoned(400, "invalid", message);
  }

  static ApiError required(String parameter) {
    return ApiError.reasoned(400, "required", "Required parameter: " + parameter);
  }

  static ApiError noSuchUpload() {
    return ApiError.reasoned(404, "notFound", "No such resumable upload; begin a new one.");
  }
}
