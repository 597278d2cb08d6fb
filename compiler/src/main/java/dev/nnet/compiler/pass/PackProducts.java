package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one product of those that the gates of a cell make of the same vector.
 *
 * <pre>
 * z = linear(h, u)               zr = linear(h, concat(u, v))
 * r = linear(h, v)        =&gt;     z, r = zr[:, :n], zr[:, n:]
 * </pre>
 *
 * Only in loops, and for what a loop reads: elsewhere a product is long enough by itself.
 */
public final class PackProducts implements Pass {
  /** The products that can be one: the same op of the same vector. */
  private record Key(Op op, Value vector) {}

  @Override
  public String name() {
    return "pack-products";
  }

  @Override
  public Graph apply(Graph graph) {
    Map<Key, List<Value>> groups = groups(graph);
    if (groups.isEmpty()) {
      return graph;
    }
    Set<Value> weights = weights(graph);
    Map<Value, Value> packed = new HashMap<>();
    return Rewriter.rewrite(
        graph.with(weightsFirst(graph, weights), graph.results(), graph.recurrences()),
        (g, old, operands, now) -> {
          List<Value> group = groups.get(key(old));
          if (group == null || !group.contains(old)) {
            return Rewriter.copy(g, old, operands);
          }
          if (!packed.containsKey(old)) {
            pack(g, group, operands.get(0), now, packed);
          }
          return packed.get(old);
        });
  }

  private static Key key(Value v) {
    return new Key(v.op(), v.operands().isEmpty() ? null : v.operand(0));
  }

  private static Map<Key, List<Value>> groups(Graph graph) {
    Map<Value, Long> loops = graph.loops();
    Set<Value> near = new HashSet<>(loops.keySet());
    for (Value v : graph.values()) {
      if (loops.containsKey(v)) {
        near.addAll(v.operands());
      }
    }
    for (Value v : graph.values()) { // a bias may come between
      if (near.contains(v) && v.op().kind() == OpKind.ELEMENTWISE) {
        near.addAll(v.operands());
      }
    }
    Set<Value> weights = weights(graph);
    Map<Key, List<Value>> groups = new LinkedHashMap<>();
    for (Value v : graph.values()) {
      boolean product = v.op() == Ops.LINEAR || v.op() == Ops.MATMUL;
      if (product
          && near.contains(v)
          && weights.contains(v.operand(1))
          && v.operand(1).shape().rank() == 2) {
        groups.computeIfAbsent(key(v), k -> new ArrayList<>()).add(v);
      }
    }
    groups.values().removeIf(group -> group.size() < 2);
    return groups;
  }

  /** What follows from parameters alone. */
  private static Set<Value> weights(Graph graph) {
    Set<Value> known = new HashSet<>(graph.parameters());
    for (Value v : graph.values()) {
      boolean computed = !v.operands().isEmpty() && known.containsAll(v.operands());
      if (v.op() == Leaf.CONSTANT || computed && !v.shape().batched()) {
        known.add(v);
      }
    }
    return known;
  }

  private static List<Value> weightsFirst(Graph graph, Set<Value> weights) {
    List<Value> order = new ArrayList<>();
    graph.values().stream().filter(weights::contains).forEach(order::add);
    graph.values().stream().filter(v -> !weights.contains(v)).forEach(order::add);
    return order;
  }

  private static void pack(
      GraphBuilder g,
      List<Value> group,
      Value vector,
      Map<Value, Value> now,
      Map<Value, Value> packed) {
    Op op = group.get(0).op();
    long axis = op == Ops.LINEAR ? 0 : 1;
    List<Value> weights = group.stream().map(v -> now.get(v.operand(1))).toList();
    Value all = g.apply(Ops.CONCAT, Attributes.of("axis", List.of(axis)), weights, g.origin());
    Value product = g.apply(op, Attributes.NONE, vector, all);
    long last = product.shape().rank() - 1L;
    long from = 0;
    for (Value v : group) {
      long size = v.shape().size((int) last);
      Attributes a = Attributes.of("axis", last).with("from", from).with("size", size);
      packed.put(v, g.apply(Ops.SLICE, a, product));
      from += size;
    }
  }
}
