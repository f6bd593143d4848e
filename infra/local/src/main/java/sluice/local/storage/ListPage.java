package sluice.local.storage;

import java.util.List;
import java.util.Optional;

/** A page of a listing; {@code next} asks for the one behind it. */
record ListPage(List<StoredObject> objects, List<String> prefixes, Optional<String> next) {}
