package sluice.load;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sluice.UnavailableException;
import sluice.contract.AvroUnion;
import sluice.contract.FileSchema;
import sluice.contract.Holding;
import sluice.contract.SchemaReader;
import sluice.files.Encodings;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.schema.Column;
import sluice.state.Hashes;
import sluice.store.ObjectStore;

/** Holds what a batch takes against its table's contract, before a job does. */
final class Contracts {

  private final ObjectStore store;
  private final SchemaReader reader;
  private final Crew crew;

  Contracts(ObjectStore store, Crew crew) {
    this.store = store;
    this.reader = new SchemaReader(store);
    this.crew = crew;
  }

  /**
   * What was found.
   *
   * @param broken what the contract does not allow, by the name of the object
   * @param columns the table's, as they are with all objects that keep to it
   * @param missing the names of objects that are not there
   * @param schemaUri the file whose schema has the columns of all, where the last one's has not
   */
  record Found(
      Map<String, String> broken,
      List<String> missing,
      List<Column> columns,
      Optional<String> schemaUri) {
    Found {
      broken = Map.copyOf(broken);
      missing = List.copyOf(missing);
      columns = List.copyOf(columns);
    }
  }

  private record Read(String name, FileSchema schema) {}

  /**
   * Looks into objects.
   *
   * @param names of objects that nobody changes, by name
   * @param known the table's columns
   */
  Found look(LandingTable table, List<String> names, List<Column> known) {
    Map<String, ObjectStore.Entry> entries = entries(names);
    List<ObjectStore.Entry> there =
        names.stream().sorted().filter(entries::containsKey).map(entries::get).toList();
    List<Read> reads = crew.each(there, entry -> new Read(entry.name(), read(table, entry)));
    Map<String, String> broken = new HashMap<>();
    List<String> schemas = new ArrayList<>();
    List<Column> columns = known;
    for (Read read : reads) {
      Holding holding = Holding.of(read.schema(), columns, table.heldTo());
      if (!holding.differences().isEmpty()) {
        broken.put(read.name(), String.join("; ", holding.differences()) + ".");
      } else {
        columns = holding.columns();
        if (read.schema() instanceof FileSchema.Typed typed && !typed.text().isEmpty()) {
          schemas.add(typed.text());
        }
      }
    }
    List<String> missing = names.stream().filter(name -> !entries.containsKey(name)).toList();
    return new Found(
        broken, missing, columns, AvroUnion.of(schemas).map(schema -> uri(table, schema)));
  }

  private FileSchema read(LandingTable table, ObjectStore.Entry entry) {
    boolean anew = entry.name().startsWith(LandingPaths.rewritten(table));
    Charset charset = anew ? Encodings.ofLoads(table.format()) : Encodings.ofFiles(table.format());
    return reader.read(table.format(), charset, entry);
  }

  /** The address of a file of that schema, which is written unless it is there. */
  private String uri(LandingTable table, String schema) {
    String name = LandingPaths.schemas(table) + Hashes.of(List.of(schema)) + ".avro";
    if (store.find(name).isEmpty()) {
      try (ObjectStore.Upload upload = store.upload(name)) {
        AvroUnion.write(schema, upload);
      } catch (IOException e) {
        throw new UnavailableException(
            "%s could not be written. It will be tried again.".formatted(name), e);
      }
    }
    return store.uri(name);
  }

  /** One listing for each folder that they lie in together. */
  private Map<String, ObjectStore.Entry> entries(List<String> names) {
    Set<String> places = new TreeSet<>();
    names.forEach(name -> places.add(LandingPaths.commonPlace(name)));
    Map<String, ObjectStore.Entry> entries = new HashMap<>();
    for (String place : places) {
      store.list(place, Optional.empty()).forEach(entry -> entries.put(entry.name(), entry));
    }
    return entries;
  }
}
