package sluice.local.host;

/**
 * One line that an instance wrote to its standard output or error.
 *
 * @param line without its end; a line beyond 256 KiB, the size of an entry of Cloud Logging, comes
 *     in pieces
 */
public record LogLine(String function, String instance, String line) {}
