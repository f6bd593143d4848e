package sluice.extract.database;

/** One complete Avro file of an extract. */
public record Part(int number, long rows, long bytes) {}
