package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;

/** BYTES: encodings and hashes. */
final class EncodingFunctions {
  private EncodingFunctions() {}

  static void addTo(Functions all) {
    all.add("to_hex", "lower(hex({0}))");
    all.add("from_hex", "unhex(gs_hex({0}))");
    all.add("to_base64", "base64({0})");
    all.add("from_base64", "unhex(gs_from_base64({0}))");
    all.add("md5", call -> hash(call, "md5"));
    all.add("sha1", call -> hash(call, "sha1"));
    all.add("sha256", call -> hash(call, "sha256"));
    all.add("sha512", call -> "unhex(gs_sha512(" + hexOf(call) + "))");
    all.add("farm_fingerprint", call -> "gs_farm_fingerprint(" + hexOf(call) + ")");
    all.add("safe_convert_bytes_to_string", "gs_safe_utf8(hex({0}))");
    all.add(
        "code_points_to_bytes", "unhex(gs_bytes_of_code_points(CAST(to_json({0}) AS VARCHAR)))");
  }

  private static String hash(Call call, String function) {
    return "unhex(" + function + "(" + call.arg(0) + "))";
  }

  /** Java's functions take BYTES as hexadecimal text. */
  private static String hexOf(Call call) {
    return call.has(0, TypeKind.TYPE_BYTES)
        ? "hex(" + call.arg(0) + ")"
        : "hex(encode(" + call.arg(0) + "))";
  }

  static String onHex(String function, Call call) {
    String length = call.size() > 2 ? call.arg(2) : Long.MAX_VALUE + "::BIGINT";
    return "unhex(%s(hex(%s), %s, %s))".formatted(function, call.arg(0), call.arg(1), length);
  }
}
