package sluice.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.plan.About;
import sluice.plan.Check;
import sluice.plan.Layout;
import sluice.plan.Materialization;
import sluice.plan.Refresh;
import sluice.plan.Transform;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

/** A transform of one column, {@code id}, built when any of its inputs moves, unless said else. */
public final class TransformBuilder {
  private final TableId id;
  private final String sql;
  private final List<Check> checks = new ArrayList<>();
  private Materialization materialization = Materialization.TABLE;
  private List<TableId> inputs = List.of();
  private Refresh refresh = new Refresh(Refresh.Trigger.ANY, Optional.empty());
  private About about = About.NOTHING;

  private TransformBuilder(TableId id, String sql) {
    this.id = id;
    this.sql = sql;
  }

  /** A table that this statement makes. */
  public static TransformBuilder table(String id, String sql) {
    return new TransformBuilder(TableId.parse(id), sql);
  }

  /** A view of that statement. */
  public static TransformBuilder view(String id, String sql) {
    TransformBuilder view = table(id, sql);
    view.materialization = Materialization.VIEW;
    return view;
  }

  public TransformBuilder reading(String... tables) {
    this.inputs = Arrays.stream(tables).map(TableId::parse).sorted().toList();
    return this;
  }

  /** A check that no row has that id. */
  public TransformBuilder without(String value) {
    TableId staging = Transform.staging(id);
    String sql =
        "SELECT COUNT(*) FROM `%s`.`%s` WHERE id = '%s'"
            .formatted(staging.dataset(), staging.table(), value);
    checks.add(new Check("without(%s)".formatted(value), sql));
    return this;
  }

  /** Built once all of its inputs have moved. */
  public TransformBuilder whenAllMoved() {
    this.refresh = new Refresh(Refresh.Trigger.ALL, refresh.atMostEvery());
    return this;
  }

  public TransformBuilder atMostEvery(Duration least) {
    this.refresh = new Refresh(refresh.trigger(), Optional.of(least));
    return this;
  }

  public TransformBuilder describedAs(String text) {
    this.about = new About(Optional.of(text), Optional.empty(), Optional.empty());
    return this;
  }

  public Transform build() {
    return new Transform(
        id,
        sql,
        materialization,
        inputs,
        List.of(Column.of("id", ColumnType.STRING)),
        Map.of(),
        Layout.PLAIN,
        checks,
        refresh,
        about);
  }
}
