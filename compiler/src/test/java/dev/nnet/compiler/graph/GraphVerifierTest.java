package dev.nnet.compiler.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.compiler.TestNetworks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
  private final Graph graph = TestNetworks.compile(TestNetworks.LENET5).elaborated().graph();

  private Graph with(List<Value> values) {
    return new Graph(
        graph.name(),
        values,
        graph.inputs(),
        graph.targets(),
        graph.parameters(),
        graph.results(),
        List.of());
  }

  @Test
  void aSoundGraphPasses() {
    assertThat(GraphVerifier.verify(graph, "elaboration")).isSameAs(graph);
  }

  @Test
  void findsAValueBeforeItsOperand() {
    List<Value> values = new ArrayList<>(graph.values());
    values.add(0, values.remove(values.size() - 1));
    assertThatThrownBy(() -> GraphVerifier.verify(with(values), "simplify"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LeNet5 after simplify: %")
        .hasMessageContaining("comes before its operand");
  }

  @Test
  void findsATypeThatTheOpDoesNotInfer() {
    List<Value> values = new ArrayList<>(graph.values());
    Value v = values.get(values.size() - 1);
    Type other = Type.f32(Shape.of(7));
    values.add(new Value(9999, v.op(), v.operands(), v.attributes(), other, v.origin()));
    assertThatThrownBy(() -> GraphVerifier.verify(with(values), "drop-dead"))
        .hasMessageContaining("%9999")
        .hasMessageContaining("is f32[7], inferred");
  }

  @Test
  void findsAResultThatIsGone() {
    Value gone = graph.results().get(0).value();
    List<Value> values =
        graph.values().stream()
            .filter(v -> v != gone && !v.operands().contains(gone))
            .takeWhile(v -> v.id() < gone.id())
            .toList();
    assertThatThrownBy(() -> GraphVerifier.verify(with(values), "drop-dead"))
        .hasMessageContaining("not in the graph");
  }
}
