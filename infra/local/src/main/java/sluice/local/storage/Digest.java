package sluice.local.storage;

/** A file's size and its checksums as the API writes them. */
record Digest(long size, String md5Hash, String crc32c) {}
