package sluice.local.storage;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a request demands of an object. A generation of 0 stands for "there is none".
 *
 * <p>https://cloud.google.com/storage/docs/request-preconditions
 */
record Preconditions(
    Optional<Long> generationMatch,
    Optional<Long> generationNotMatch,
    Optional<Long> metagenerationMatch,
    Optional<Long> metagenerationNotMatch) {

  static final Preconditions NONE =
      new Preconditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Those of the target: {@code ifGenerationMatch} and its like. */
  static Preconditions of(Function<String, Optional<String>> parameters) {
    return of(parameters, "if");
  }

  /** Those of the source of a copy or a move: {@code ifSourceGenerationMatch} and its like. */
  static Preconditions ofSource(Function<String, Optional<String>> parameters) {
    return of(parameters, "ifSource");
  }

  private static Preconditions of(Function<String, Optional<String>> parameters, String start) {
    return new Preconditions(
        number(parameters, start + "GenerationMatch"),
        number(parameters, start + "GenerationNotMatch"),
        number(parameters, start + "MetagenerationMatch"),
        number(parameters, start + "MetagenerationNotMatch"));
  }

  static Preconditions generation(long generation) {
    return new Preconditions(
        Optional.of(generation), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether the {@code Match} ones hold. */
  boolean matches(Optional<StoredObject> live) {
    long generation = live.map(StoredObject::generation).orElse(0L);
    long metageneration = live.map(StoredObject::metageneration).orElse(0L);
    return generationMatch.map(demanded -> demanded == generation).orElse(true)
        && metagenerationMatch.map(demanded -> demanded == metageneration).orElse(true);
  }

  /** Whether a {@code NotMatch} one is hit; a read then answers 304, a write 412. */
  boolean unwanted(Optional<StoredObject> live) {
    long generation = live.map(StoredObject::generation).orElse(0L);
    long metageneration = live.map(StoredObject::metageneration).orElse(0L);
    return generationNotMatch.map(demanded -> demanded == generation).orElse(false)
        || metagenerationNotMatch.map(demanded -> demanded == metageneration).orElse(false);
  }

  /** Ends a write whose demands are not met. */
  void demand(Optional<StoredObject> live) {
    if (!matches(live) || unwanted(live)) {
      throw Errors.conditionNotMet();
    }
  }

  static Optional<Long> number(Function<String, Optional<String>> parameters, String parameter) {
    Optional<String> value = parameters.apply(parameter);
    try {
      return value.map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw Errors.invalid(
          "Invalid value '%s' for %s: not a number".formatted(value.orElse(""), parameter));
    }
  }
}
