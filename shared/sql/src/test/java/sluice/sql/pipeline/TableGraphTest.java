package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.schema.TableId;

final class TableGraphTest {
  private static final TableId A = new TableId("d", "a");
  private static final TableId B = new TableId("d", "b");
  private static final TableId C = new TableId("d", "c");
  private static final TableId D = new TableId("d", "d");

  @Test
  void ordersTablesAfterWhatTheyReadAndByNameWhereThatIsFree() {
    TableGraph graph = new TableGraph(Map.of(A, Set.of(C), B, Set.of(), C, Set.of(D), D, Set.of()));

    assertThat(graph.order()).containsExactly(B, D, C, A);
    assertThat(graph.rings()).isEmpty();
  }

  @Test
  void leavesOutInputsThatAreNotInIt() {
    assertThat(new TableGraph(Map.of(A, Set.of(D))).order()).containsExactly(A);
  }

  @Test
  void findsTheShortestRingAndLeavesItAndItsReadersOut() {
    TableGraph graph =
        new TableGraph(Map.of(A, Set.of(B), B, Set.of(C), C, Set.of(B, D), D, Set.of()));

    assertThat(graph.order()).containsExactly(D);
    assertThat(graph.rings()).isEqualTo(List.of(List.of(B, C)));
  }
}
