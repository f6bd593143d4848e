package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import java.util.Set;

/** Whether a part of a tree gives something else each time it is run. */
final class Volatility extends Visitor {
  private static final Set<String> FUNCTIONS = Set.of("rand", "generate_uuid");
  private boolean found;

  private Volatility() {}

  static boolean in(ResolvedNode node) {
    Volatility visitor = new Volatility();
    node.accept(visitor);
    return visitor.found;
  }

  @Override
  public void visit(ResolvedFunctionCall call) {
    found |= FUNCTIONS.contains(call.getFunction().getName());
    super.visit(call);
  }
}
