package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.pass.Specialise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the forward pass consists of, layer by layer. */
public final class Layers {
  /**
   * A layer.
   *
   * @param path empty for what is outside of layers
   * @param type of its result
   * @param macs multiply-adds of its products for each example, as papers count them; a sequence
   *     without a bound has {@link Capacity#TYPICAL} steps
   * @param flops all operations for each example; a fused multiply-add counts two
   */
  public record Row(String path, String type, long parameters, long macs, long flops) {}

  private Layers() {}

  /** The layers that the outputs need, in order of the text. */
  public static List<Row> of(ElaboratedNetwork network) {
    Graph graph = new Specialise(false).apply(network.graph());
    Map<String, Row> rows = new LinkedHashMap<>();
    Set<Value> needed = needed(graph);
    for (Value v : graph.values()) {
      if (!needed.contains(v) || v.op() == Leaf.CONSTANT) {
        continue;
      }
      String path = v.origin().layer();
      Row row = rows.getOrDefault(path, new Row(path, "", 0, 0, 0));
      if (v.op() == Leaf.PARAMETER) {
        long parameters = row.parameters + v.shape().sizePerExample();
        rows.put(path, new Row(path, row.type, parameters, row.macs, row.flops));
      } else {
        long flops =
            v.operands().isEmpty() ? 0 : v.op().flops(v.operandTypes(), v.type(), v.attributes());
        long all = Capacity.at(flops, Capacity.TYPICAL);
        long macs = row.macs + (v.op().kind() == OpKind.CONTRACTION ? all / 2 : 0);
        String type = v.type().toString();
        rows.put(path, new Row(path, type, row.parameters, macs, row.flops + all));
      }
    }
    return new ArrayList<>(rows.values());
  }

  /** What the outputs need: the forward pass. */
  private static Set<Value> needed(Graph graph) {
    Set<Value> needed = new HashSet<>(graph.inputs());
    graph.results(Graph.Role.OUTPUT).forEach(r -> needed.add(r.value()));
    for (int i = graph.values().size() - 1; i >= 0; i--) {
      if (needed.contains(graph.values().get(i))) {
        needed.addAll(graph.values().get(i).operands());
      }
    }
    return needed;
  }
}
