package sluice.sql.analysis;

import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.Function;
import com.google.zetasql.FunctionArgumentType;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.ArgumentCardinality;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.Mode;
import com.google.zetasql.ZetaSQLFunctions.SignatureArgumentKind;
import com.google.zetasql.ZetaSQLOptions.ParameterMode;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;

/** BigQuery's GoogleSQL: the features, the functions and the settings that it has. */
public final class Dialect {
  private Dialect() {}

  private static final class Holder {
    private static final LanguageOptions LANGUAGE = language();

    private static LanguageOptions language() {
      LanguageOptions options = new LanguageOptions().enableMaximumLanguageFeatures();
      options.setProductMode(ProductMode.PRODUCT_EXTERNAL);
      options.setSupportsAllStatementKinds();
      options.enableReservableKeyword("QUALIFY");
      return options;
    }
  }

  /**
   * The analyzer's settings, without parameters and system variables.
   *
   * @throws UnsupportedOperationException where the analyzer cannot run on this machine
   */
  public static AnalyzerOptions options() {
    Platform.check();
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(Holder.LANGUAGE);
    // The library's own default is Los Angeles.
    options.setDefaultTimezone("UTC");
    options.setPruneUnusedColumns(true);
    return options;
  }

  /**
   * The analyzer's settings for one statement.
   *
   * @throws UnsupportedOperationException where the analyzer cannot run on this machine
   */
  public static AnalyzerOptions options(AnalysisOptions given) {
    AnalyzerOptions options = options();
    for (String name : List.of("project_id", "dataset_id", "location", "time_zone")) {
      options.addSystemVariable(List.of(name), TypeFactory.createSimpleType(TypeKind.TYPE_STRING));
    }
    // What PARTITION BY of an ingestion-time partitioned table names.
    options.addDdlPseudoColumn(
        "_PARTITIONTIME", TypeFactory.createSimpleType(TypeKind.TYPE_TIMESTAMP));
    options.addDdlPseudoColumn("_PARTITIONDATE", TypeFactory.createSimpleType(TypeKind.TYPE_DATE));
    if (given.namedParameters().isEmpty() && !given.positionalParameters().isEmpty()) {
      options.setParameterMode(ParameterMode.PARAMETER_POSITIONAL);
      given.positionalParameters().forEach(p -> options.addPositionalQueryParameter(Types.of(p)));
    } else {
      given.namedParameters().forEach((name, p) -> options.addQueryParameter(name, Types.of(p)));
    }
    return options;
  }

  static LanguageOptions language() {
    Platform.check();
    return Holder.LANGUAGE;
  }

  /** A new catalog with BigQuery's functions and no tables. */
  public static SimpleCatalog catalog() {
    Platform.check();
    SimpleCatalog catalog = new SimpleCatalog("bigquery");
    catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(Holder.LANGUAGE));
    addMissing(catalog);
    return catalog;
  }

  /** BigQuery's functions that the library's catalog lacks. */
  private static void addMissing(SimpleCatalog catalog) {
    FunctionArgumentType value = new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_ANY_1);
    FunctionArgumentType key = new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_ANY_2);
    for (String name : List.of("max_by", "min_by")) {
      catalog.addFunction(function(name, Mode.AGGREGATE, value, List.of(value, key)));
    }
    FunctionArgumentType bool = simple(TypeKind.TYPE_BOOL);
    FunctionArgumentType anything =
        new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_ARBITRARY);
    catalog.addFunction(
        function(
            "contains_substr", Mode.SCALAR, bool, List.of(anything, simple(TypeKind.TYPE_STRING))));
  }

  private static FunctionArgumentType simple(TypeKind kind) {
    return new FunctionArgumentType(
        TypeFactory.createSimpleType(kind), ArgumentCardinality.REQUIRED);
  }

  private static Function function(
      String name, Mode mode, FunctionArgumentType result, List<FunctionArgumentType> arguments) {
    return new Function(
        List.of(name), "BigQuery", mode, List.of(new FunctionSignature(result, arguments, -1)));
  }
}
