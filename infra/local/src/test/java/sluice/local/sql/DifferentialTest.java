package sluice.local.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.local.sql.DifferentialCases.Case;
import sluice.local.sql.Outcome.Kind;

/** The engine gives what GoogleSQL's own reference evaluator gives, or refuses by name. */
final class DifferentialTest {

  @Test
  void equalsTheReferenceEvaluatorOrRefuses() throws IOException, SQLException {
    List<Case> cases = DifferentialCases.read("differential.sql").cases();
    Reference reference = new Reference();
    List<String> differences = new ArrayList<>();
    try (Engine engine = new Engine()) {
      for (Case each : cases) {
        boolean ordered = each.sql().contains("ORDER BY");
        Outcome ours = engine.run(each.sql(), ordered);
        difference(each, ours, reference, ordered).ifPresent(differences::add);
      }
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(300);
    assertThat(differences).isEmpty();
  }

  private static Optional<String> difference(
      Case each, Outcome ours, Reference reference, boolean ordered) {
    if (each.refused()) {
      return ours.kind() == Kind.REFUSED
          ? Optional.empty()
          : Optional.of(each + "\n  is not refused: " + ours);
    }
    Outcome theirs = reference.run(each.sql(), ordered);
    return agree(each, ours, theirs)
        ? Optional.empty()
        : Optional.of(each + "\n  reference: " + theirs + "\n  engine:    " + ours);
  }

  private static boolean agree(Case each, Outcome ours, Outcome theirs) {
    if (theirs.kind() == Kind.ERROR) {
      return ours.kind() == Kind.ERROR;
    }
    return each.approximate() ? ours.isWithinUlps(theirs) : ours.equals(theirs);
  }
}
