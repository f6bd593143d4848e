package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnAnnotations;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnDefinition;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.sql.analysis.Types;

/** Columns as DDL defines them: NOT NULL, and OPTIONS(description = ...). */
final class DdlColumns {
  private DdlColumns() {}

  static Column column(ResolvedColumnDefinition definition) {
    Dml.refuse(definition.getDefaultValue() != null, "DEFAULT of a column");
    Dml.refuse(definition.getGeneratedColumnInfo() != null, "generated columns");
    Column column = Types.column(definition.getName(), definition.getType());
    return Optional.ofNullable(definition.getAnnotations())
        .map(annotations -> annotated(column, annotations))
        .orElse(column);
  }

  private static Column annotated(Column column, ResolvedColumnAnnotations annotations) {
    Dml.refuse(
        annotations.getTypeParameters() != null && !annotations.getTypeParameters().isEmpty(),
        "a column of a type with parameters");
    Dml.refuse(annotations.getCollationName() != null, "COLLATE of a column");
    // An array's first child describes its elements, whose children are the fields.
    List<ResolvedColumnAnnotations> children = annotations.getChildList();
    if (column.mode() == Mode.REPEATED && !children.isEmpty()) {
      children = children.get(0).getChildList();
    }
    List<Column> fields = new ArrayList<>(column.fields());
    for (int i = 0; i < Math.min(children.size(), fields.size()); i++) {
      fields.set(i, annotated(fields.get(i), children.get(i)));
    }
    Mode mode = annotations.getNotNull() ? Mode.REQUIRED : column.mode();
    return new Column(column.name(), column.type(), mode, fields, description(annotations));
  }

  private static Optional<String> description(ResolvedColumnAnnotations annotations) {
    return annotations.getOptionList().stream()
        .filter(option -> option.getName().equals("description"))
        .map(ResolvedOption::getValue)
        .filter(ResolvedLiteral.class::isInstance)
        .map(value -> ((ResolvedLiteral) value).getValue().getStringValue())
        .findFirst();
  }
}
