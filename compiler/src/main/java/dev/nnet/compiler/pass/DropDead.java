package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes values that no result needs. Inputs, targets and parameters stay, they are the interface.
 */
public final class DropDead implements Pass {
  @Override
  public String name() {
    return "drop-dead";
  }

  @Override
  public Graph apply(Graph graph) {
    Set<Value> needed = new HashSet<>();
    graph.results().forEach(r -> needed.add(r.value()));
    needed.addAll(graph.inputs());
    needed.addAll(graph.targets());
    needed.addAll(graph.parameters());
    List<Value> values = graph.values();
    for (int i = values.size() - 1; i >= 0; i--) {
      if (needed.contains(values.get(i))) {
        needed.addAll(values.get(i).operands());
      }
    }
    return new Graph(
        graph.name(),
        values.stream().filter(needed::contains).toList(),
        graph.inputs(),
        graph.targets(),
        graph.parameters(),
        graph.results());
  }
}
