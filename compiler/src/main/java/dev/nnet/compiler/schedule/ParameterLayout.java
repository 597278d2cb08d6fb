package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each parameter lies in the flat array, the same for all programs of a network.
 *
 * <p>Vectors run over output channels, and a weight's first dimension is its output: it is
 * innermost, padded to {@link Layout#LANES}; the taps of a kernel come before the input channels.
 * Of a table whose rows are gathered, each row is in one piece.
 */
public final class ParameterLayout {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Tensor> gradients = new LinkedHashMap<>();
  private long size = Layout.FIRST_LINE;

  /**
   * @param graph the whole forward graph of a network
   */
  public ParameterLayout(Graph graph) {
    Set<Value> tables = new HashSet<>();
    for (Value v : graph.values()) {
      if (v.op().kind() == OpKind.GATHER) {
        tables.add(v.operand(0));
      }
    }
    for (Value p : graph.parameters()) {
      String path = p.attributes().word("name");
      Layout layout = layout(p.type(), tables.contains(p));
      int offset = Math.toIntExact(size);
      tensors.put(path, new Tensor(path, p.type(), layout, Region.PARAMETERS, offset));
      gradients.put(path, new Tensor("d " + path, p.type(), layout, Region.GRADIENTS, offset));
      size = Math.addExact(size, layout.reserved());
    }
  }

  private static Layout layout(Type type, boolean table) {
    int rank = type.shape().rank();
    if (table) {
      return Layout.of(type, List.of(0), 1, Layout.Halo.none(rank));
    }
    if (rank == 0) {
      return Layout.dense(type);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 2; i < rank; i++) {
      order.add(i);
    }
    if (rank > 1) {
      order.add(1);
    }
    return Layout.of(type, order, 0, Layout.Halo.none(rank));
  }

  /** The parameter of that path. */
  public Tensor parameter(String path) {
    return tensors.get(path);
  }

  /** Its gradient. */
  public Tensor gradient(String path) {
    return gradients.get(path);
  }

  /** Floats in all, padding included. */
  public long size() {
    return size;
  }
}
