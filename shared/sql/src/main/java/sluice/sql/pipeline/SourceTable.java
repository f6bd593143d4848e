package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import sluice.plan.About;
import sluice.plan.Contract;
import sluice.plan.Origin;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.sql.paths.PathSyntax;

/**
 * A table of a source, as written.
 *
 * @param columns empty where a problem hides them
 * @param match the paths of files that are its own
 */
record SourceTable(
    TableId id,
    Place place,
    String source,
    Origin origin,
    WriteSettings write,
    Optional<List<Column>> columns,
    LayoutSettings layout,
    About about,
    Optional<Integer> maxJobsPerDay,
    List<Located<PathSyntax>> match,
    Optional<Contract> contract)
    implements Pipeline.Maker {}
