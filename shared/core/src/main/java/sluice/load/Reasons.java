package sluice.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import sluice.files.Fault;
import sluice.files.Passage;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.schema.Column;
import sluice.store.ObjectStore;

/** Finds the words for why a file of a table cannot be loaded, and the text that is to blame. */
final class Reasons {

  private final ObjectStore store;
  private final LandingTable table;
  private final Format format;
  private final Discretion discretion;

  Reasons(ObjectStore store, LandingTable table, Format format) {
    this.store = store;
    this.table = table;
    this.format = format;
    this.discretion = new Discretion(table.columns());
  }

  /** Why a file is put aside that Sluice itself found unfit. */
  Reason of(LandingObject object, Fault fault) {
    boolean masked = table.columns().stream().anyMatch(Column::isSensitive);
    return new Reason(
        object.path(),
        table.id().toString(),
        fault.reason(),
        fault.problem(),
        fault.detail().filter(detail -> !masked),
        fault.line(),
        Optional.empty(),
        fault.text().map(line -> discretion.showable(line, Optional.empty(), Discretion.Part.LINE)),
        remedy(fault.remedy()));
  }

  /**
   * Why a file is put aside that made a job fail.
   *
   * @param read what the job read of it, the file or what was written anew of it, if it is there
   */
  Reason of(BadFile file, Optional<ObjectStore.Entry> read, Charset charset) {
    Spot spot = Spot.in(file.message());
    Optional<Passage.Place> place = read.flatMap(entry -> place(spot, entry, charset));
    Optional<Long> line = spot.line().or(() -> place.flatMap(Passage.Place::line));
    Spot exact = new Spot(line, spot.column(), spot.index(), spot.offset(), spot.type());
    return new Reason(
        file.object().path(),
        table.id().toString(),
        file.reason(),
        Explanation.of(file.message(), exact),
        Optional.of(discretion.showable(file.message(), spot.column())),
        line,
        spot.column(),
        place.map(found -> text(found.text(), spot)),
        remedy("Mend the file."));
  }

  private String remedy(String first) {
    return "%s Then put it under %s, under any name; or, if it is the plan that was mended, run `sluice replay %s`."
        .formatted(first, LandingPaths.files(table), table.id());
  }

  private Optional<Passage.Place> place(Spot spot, ObjectStore.Entry read, Charset charset) {
    boolean text = format instanceof Format.Csv || format instanceof Format.Ndjson;
    if (!text || (spot.offset().isEmpty() && spot.line().isEmpty())) {
      return Optional.empty();
    }
    Optional<InputStream> bytes = store.open(read.name(), read.generation(), 0);
    return bytes.flatMap(
        stored ->
            spot.offset().isPresent()
                ? Passage.at(stored, charset, spot.offset().getAsLong())
                : Passage.line(stored, charset, spot.line().orElseThrow()));
  }

  private String text(String line, Spot spot) {
    Optional<String> field =
        format instanceof Format.Csv csv
            ? Passage.field(line, csv, spot.index())
            : spot.column().flatMap(name -> member(line, name));
    return discretion.showable(
        field.orElse(line),
        spot.column(),
        field.isPresent() ? Discretion.Part.FIELD : Discretion.Part.LINE);
  }

  private static Optional<String> member(String line, String name) {
    try {
      JsonElement row = JsonParser.parseString(line);
      Optional<JsonElement> value =
          row instanceof JsonObject object
              ? Optional.ofNullable(object.get(name))
              : Optional.empty();
      return value.map(found -> found.isJsonPrimitive() ? found.getAsString() : found.toString());
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
