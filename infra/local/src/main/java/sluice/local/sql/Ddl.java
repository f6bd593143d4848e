package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedCreateStatementEnums.CreateMode;
import com.google.zetasql.resolvedast.ResolvedDropStmtEnums.DropMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAddColumnAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterObjectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnDefinition;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateSchemaStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableAsSelectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableStmtBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropColumnAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOption;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRenameColumnAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRenameToAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOptionsAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.local.sql.Translated.AlterAction;
import sluice.local.sql.Translated.IfAbsent;
import sluice.local.sql.Translated.IfThere;
import sluice.schema.Column;
import sluice.schema.TableId;

/** CREATE, DROP and ALTER, as what the keeper of tables is to do. */
final class Ddl {
  private final Translation translation;

  Ddl(Translation translation) {
    this.translation = translation;
  }

  Translated translated(ResolvedStatement tree) {
    if (tree instanceof ResolvedCreateTableAsSelectStmt create) {
      return table(
          create,
          create.getPartitionByList(),
          create.getClusterByList(),
          Optional.of(new Queries(translation).query()));
    } else if (tree instanceof ResolvedCreateTableStmt create) {
      Dml.refuse(
          create.getCloneFrom() != null
              || create.getCopyFrom() != null
              || create.getLikeTable() != null,
          "CREATE TABLE ... CLONE, COPY or LIKE");
      return table(
          create, create.getPartitionByList(), create.getClusterByList(), Optional.empty());
    } else if (tree instanceof ResolvedCreateViewStmt create) {
      return view(create);
    } else if (tree instanceof ResolvedCreateSchemaStmt create) {
      List<String> path = DdlNames.parts(create.getNamePath());
      return new Translated.CreateSchema(
          path.get(path.size() - 1), ifThere(create), options(create.getOptionList()));
    } else if (tree instanceof ResolvedDropStmt drop) {
      return drop(drop);
    }
    return alter((ResolvedAlterObjectStmt) tree);
  }

  private Set<TableId> tables() {
    return translation.analysis().tables().keySet();
  }

  private TableId id(List<String> path) {
    return DdlNames.table(path, translation.context().defaultDataset());
  }

  private Translated.CreateTable table(
      ResolvedCreateTableStmtBase create,
      List<ResolvedExpr> partitionBy,
      List<ResolvedExpr> clusterBy,
      Optional<Translated.Query> as) {
    Dml.refuse(
        create.getCreateScope().name().contains("TEMP"), "CREATE TEMP TABLE outside of a script");
    Dml.refuse(!create.getForeignKeyList().isEmpty(), "FOREIGN KEY");
    Dml.refuse(!create.getCheckConstraintList().isEmpty(), "CHECK");
    List<Column> columns = new ArrayList<>();
    for (ResolvedColumnDefinition definition : create.getColumnDefinitionList()) {
      columns.add(DdlColumns.column(definition));
    }
    return new Translated.CreateTable(
        tables(),
        id(create.getNamePath()),
        List.copyOf(columns),
        ifThere(create),
        DdlPartitions.of(partitionBy),
        DdlPartitions.clustering(clusterBy),
        options(create.getOptionList()),
        as);
  }

  private Translated.CreateView view(ResolvedCreateViewStmt create) {
    Dml.refuse(create.getRecursive(), "CREATE RECURSIVE VIEW");
    Dml.refuse(create.getHasExplicitColumns(), "CREATE VIEW with a list of columns");
    return new Translated.CreateView(
        tables(),
        id(create.getNamePath()),
        create.getSql(),
        translation.analysis().columns(),
        ifThere(create),
        options(create.getOptionList()));
  }

  private static IfThere ifThere(ResolvedCreateStatement create) {
    CreateMode mode = create.getCreateMode();
    return switch (mode) {
      case CREATE_OR_REPLACE -> IfThere.REPLACE;
      case CREATE_IF_NOT_EXISTS -> IfThere.KEEP;
      default -> IfThere.FAIL;
    };
  }

  private static IfAbsent ifAbsent(boolean ifExists) {
    return ifExists ? IfAbsent.IGNORE : IfAbsent.FAIL;
  }

  private Translated drop(ResolvedDropStmt drop) {
    IfAbsent ifAbsent = ifAbsent(drop.getIsIfExists());
    if (drop.getObjectType().equals("SCHEMA")) {
      List<String> path = DdlNames.parts(drop.getNamePath());
      return new Translated.DropSchema(
          path.get(path.size() - 1), ifAbsent, drop.getDropMode() == DropMode.CASCADE);
    }
    return new Translated.Drop(translation.analysis().kind(), id(drop.getNamePath()), ifAbsent);
  }

  private Translated alter(ResolvedAlterObjectStmt alter) {
    List<AlterAction> actions = new ArrayList<>();
    for (ResolvedAlterAction action : alter.getAlterActionList()) {
      actions.add(action(action));
    }
    return new Translated.Alter(
        translation.analysis().kind(),
        id(alter.getNamePath()),
        ifAbsent(alter.getIsIfExists()),
        List.copyOf(actions));
  }

  private AlterAction action(ResolvedAlterAction action) {
    if (action instanceof ResolvedAddColumnAction add) {
      return new Translated.AddColumn(
          DdlColumns.column(add.getColumnDefinition()),
          add.getIsIfNotExists() ? IfThere.KEEP : IfThere.FAIL);
    } else if (action instanceof ResolvedDropColumnAction drop) {
      return new Translated.DropColumn(drop.getName(), ifAbsent(drop.getIsIfExists()));
    } else if (action instanceof ResolvedRenameColumnAction rename) {
      return new Translated.RenameColumn(rename.getName(), rename.getNewName());
    } else if (action instanceof ResolvedRenameToAction rename) {
      return new Translated.RenameTable(rename.getNewPath().get(rename.getNewPath().size() - 1));
    } else if (action instanceof ResolvedSetOptionsAction set) {
      return new Translated.SetOptions(options(set.getOptionList()));
    }
    throw new UnsupportedSqlException("ALTER's action " + action.nodeKindString());
  }

  /** Each option's value as an expression that gives JSON text. */
  private Map<String, String> options(List<ResolvedOption> options) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ResolvedOption option : options) {
      String value = translation.expressions().sql(option.getValue());
      values.put(option.getName(), JsonText.of(value, option.getValue().getType(), false));
    }
    return values;
  }
}
