package sluice.local.sql;

import com.google.gson.JsonElement;
import sluice.schema.Column;

/**
 * A query parameter.
 *
 * @param type its type; the name does not matter, a REPEATED one is an array
 * @param value as BigQuery's REST API writes it: scalars as strings ({@code "2026-01-31"}, base64
 *     for BYTES), arrays as JSON arrays of those, structs as JSON objects, NULL as JSON null
 */
public record QueryParameter(Column type, JsonElement value) {}
