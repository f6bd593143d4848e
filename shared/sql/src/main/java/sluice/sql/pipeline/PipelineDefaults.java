package sluice.sql.pipeline;

import java.util.Optional;

/**
 * What {@code pipeline.yaml} says for all files.
 *
 * @param timeZone an IANA name
 */
record PipelineDefaults(String timeZone, Optional<String> owner) {}
