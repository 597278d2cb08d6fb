package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What backward needs of the values of a {@code remat} is computed once more, with the same bits,
 * from what goes into it, so that forward need not keep it (T. Chen et al., Training Deep Nets with
 * Sublinear Memory Cost, 2016, section 3).
 *
 * <pre>
 * z = sigmoid(linear(h, u))             z[t] kept for all steps
 * dh = .. z ..
 *
 * z' = sigmoid(linear(recompute(h, carry), u))       step by step, from the last one on
 * dh = .. z' ..
 * </pre>
 *
 * Within a loop over steps, what is computed again must belong to the loop of the gradients: it
 * reads what is kept as if it needed their carry. Kept is what the loop hands on, what is read
 * elsewhere and what goes in; products that forward makes for all steps at once are made again step
 * by step.
 */
final class Recomputation {
  private static final String AGAIN = "again";

  private final GraphBuilder g;
  private final Map<Value, Long> loops;
  private final Set<Value> kept = new HashSet<>();
  private final Map<Copy, Value> copies = new HashMap<>();
  private final Map<Copy, Value> wrapped = new HashMap<>();

  /** For each loop with gradients what its steps hand back. */
  private final Map<Long, Value> carries = new HashMap<>();

  /** A value in the place of another, in the loop backward of a loop or in none. */
  private record Copy(Value of, Long loop) {}

  /**
   * @param carried what the steps backward get from the one before, of each recurrence
   */
  Recomputation(Graph graph, GraphBuilder g, Map<Recurrence, Value> carried) {
    this.g = g;
    boolean any = graph.values().stream().anyMatch(v -> v.origin().remat() > 0);
    this.loops = any ? graph.loops() : Map.of();
    carried.forEach((r, carry) -> carries.putIfAbsent(r.loop(), carry));
    graph.recurrences().forEach(r -> kept.add(r.source()));
    graph.results().forEach(r -> kept.add(r.value()));
    for (Value v : any ? graph.values() : List.<Value>of()) {
      v.operands().stream().filter(o -> outlives(o, v)).forEach(kept::add);
    }
  }

  /** Whether forward keeps a value for one that reads it: for another part, or behind a loop. */
  private boolean outlives(Value v, Value reader) {
    Long loop = loops.get(v);
    return v.origin().remat() != reader.origin().remat()
        || loop != null && !loop.equals(loops.get(reader));
  }

  /** What a gradient is to be made of: the value, or what takes its place. */
  Value of(Value y) {
    Long loop = loops.get(y);
    boolean again = inside(y) && (loop == null || carries.containsKey(loop));
    return again ? copy(y, loop) : y;
  }

  private static boolean inside(Value v) {
    return v.origin().remat() > 0 && v.op().kind() != OpKind.LEAF;
  }

  private Value copy(Value y, Long loop) {
    Copy key = new Copy(y, loop);
    Value known = copies.get(key);
    if (known == null) {
      boolean before = loop != null && !loops.containsKey(y);
      List<Value> operands = y.operands().stream().map(o -> operand(o, loop, before)).toList();
      known = g.apply(y.op(), y.attributes().with(AGAIN, true), operands, y.origin());
      copies.put(key, known);
    }
    return known;
  }

  /**
   * What a copy reads.
   *
   * @param before whether the copy is of what forward made for all steps, before its loop
   */
  private Value operand(Value v, Long loop, boolean before) {
    boolean own = loop == null ? !loops.containsKey(v) : loop.equals(loops.get(v));
    boolean steps = loop != null && !loops.containsKey(v) && v.shape().ragged();
    if (inside(v) && !kept.contains(v) && (own || steps)) {
      return copy(v, loop);
    }
    boolean wrap = loop != null && (own || steps && before);
    return wrap ? wrapped.computeIfAbsent(new Copy(v, loop), k -> after(v, loop)) : v;
  }

  private Value after(Value v, long loop) {
    List<Value> operands = List.of(v, carries.get(loop));
    return g.apply(Ops.RECOMPUTE, Attributes.NONE, operands, v.origin());
  }

  /** What stands outside of the loops reads what was kept itself. */
  static Graph settled(Graph graph) {
    if (graph.values().stream().noneMatch(v -> v.op() == Ops.RECOMPUTE)) {
      return graph;
    }
    Map<Value, Long> loops = graph.loops();
    return Rewriter.rewrite(
        graph,
        (g, old, operands) ->
            Rewriter.copy(
                g,
                old,
                loops.containsKey(old)
                    ? operands
                    : operands.stream().map(Recomputation::kept).toList()));
  }

  private static Value kept(Value v) {
    return v.op() == Ops.RECOMPUTE ? v.operand(0) : v;
  }
}
