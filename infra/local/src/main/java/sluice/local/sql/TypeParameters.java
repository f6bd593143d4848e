package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import java.lang.reflect.Method;

/** Whether a CAST names a length, a precision or a collation: STRING(10). */
final class TypeParameters {
  private TypeParameters() {}

  static boolean of(ResolvedCast cast) {
    // The class of a cast's modifiers is not public, though the getter and its methods are.
    Object modifiers = cast.getTypeModifiers();
    try {
      Method isEmpty = modifiers.getClass().getMethod("isEmpty");
      isEmpty.setAccessible(true);
      return !(Boolean) isEmpty.invoke(modifiers);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the analyzer's TypeModifiers has changed", e);
    }
  }
}
