package sluice.sql.pipeline;

/** A value, and where it is written. */
record Located<T>(T value, Place place) {}
