package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.OperationMap;
import dev.nnet.compiler.loop.Substitution;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides which values are stored; the others are computed where they are used.
 *
 * <pre>
 * t = y * y                         (stored: y, dx)
 * s = 1 - t             =>          dx[i] = dy[i] * (1 - y[i] * y[i])
 * dx = dy * s
 * </pre>
 *
 * A value is inlined if its op is elementwise or a broadcast, cheap to repeat, no result, and each
 * of its users reads it element by element. What is cheap and follows a product is computed behind
 * its sum. Ops are asked for their kind, never for their name.
 */
final class Fusion {
  /** An expression of at most this many operations may be computed once for each user. */
  private static final int CHEAP = 4;

  /** Functions such as tanh in one expression, at most: each takes registers. */
  private static final int CALLS = 4;

  /** Operations behind a product, at most: they share the registers with its sums. */
  private static final int EPILOGUE = 8;

  /** Stands for the batch in comparisons of sizes. */
  private static final long MANY = 1 << 20;

  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Map<Value, Definition> inlined = new HashMap<>();
  private final Map<Value, List<Value>> inlinedOperands = new HashMap<>();
  private final Set<Value> results = new HashSet<>();

  /** What follows from parameters alone. */
  private final Set<Value> known = new HashSet<>();

  private final Loops loops;

  private Fusion(Graph graph, Loops loops) {
    this.loops = loops;
    graph.recurrences().forEach(r -> results.add(r.source()));
    graph.results().forEach(r -> results.add(r.value()));
    for (Value v : graph.values()) {
      for (Value o : new LinkedHashSet<>(v.operands())) {
        users.computeIfAbsent(o, k -> new ArrayList<>()).add(v);
      }
    }
  }

  /**
   * The nests, in an order in which each comes after those it reads.
   *
   * @param prepare whether what follows from parameters alone is computed once, and so is stored
   */
  static List<Nest> fuse(Graph graph, Loops loops, boolean prepare) {
    Fusion fusion = new Fusion(graph, loops);
    if (prepare) {
      fusion.findKnown(graph);
    }
    List<Nest> nests = new ArrayList<>();
    for (Value v : graph.values()) {
      if (v.op().kind() == OpKind.LEAF) {
        continue;
      }
      List<Definition> parts = v.op().parts(v.operandTypes(), v.type(), v.attributes());
      if (parts.size() > 1) {
        for (Definition part : parts) {
          List<Value> read = new ArrayList<>();
          Definition composed = fusion.compose(part, v, read);
          nests.add(new Nest(v, v.op().kind(), composed, read, loops.of(v)));
        }
        continue;
      }
      List<Value> operands = new ArrayList<>();
      Definition definition = fusion.compose(parts.get(0), v, operands);
      if (fusion.inlines(v, definition)) {
        fusion.inlined.put(v, definition);
        fusion.inlinedOperands.put(v, operands);
        continue;
      }
      Nest nest = new Nest(v, v.op().kind(), definition, operands, loops.of(v));
      for (Nest product : List.copyOf(nests)) {
        Nest joined = fusion.joins(nest, product) ? Epilogue.join(nest, product) : null;
        if (joined != null) {
          nests.remove(product);
          nest = joined;
          break;
        }
      }
      nests.add(nest);
    }
    return nests;
  }

  private void findKnown(Graph graph) {
    known.addAll(graph.parameters());
    for (Value v : graph.values()) {
      boolean computed = !v.operands().isEmpty() && known.containsAll(v.operands());
      if (v.op() == Leaf.CONSTANT || computed && !v.shape().batched()) {
        known.add(v);
      }
    }
  }

  private boolean inlines(Value v, Definition definition) {
    if (!pointwise(v.op().kind()) || results.contains(v) || !users.containsKey(v)) {
      return false;
    }
    List<Value> readers = users.get(v);
    if (known.contains(v) && !known.containsAll(readers)) {
      return false;
    }
    Cost cost = new Cost();
    cost.map(definition.result());
    boolean spread = readers.stream().anyMatch(u -> elements(u) > elements(v));
    boolean once = readers.size() == 1 && !spread && pointwise(readers.get(0).op().kind());
    boolean repeatable =
        (cost.calls == 0 || once && cost.calls <= CALLS)
            && (readers.size() == 1 || cost.operations <= CHEAP)
            && !(spread && cost.slow);
    return repeatable && readers.stream().allMatch(u -> reads(u.op().kind()));
  }

  /**
   * Whether a nest can be computed where a product's sum is complete, and nothing else needs it.
   */
  private boolean joins(Nest nest, Nest product) {
    if (product.kind() != OpKind.CONTRACTION
        || product.loop() != nest.loop()
        || !nest.operands().contains(product.value())
        || !pointwise(nest.kind())
        || results.contains(product.value())) {
      return false;
    }
    Cost cost = new Cost();
    cost.map(product.definition().result());
    cost.map(nest.definition().result());
    return cost.calls == 0
        && cost.operations <= EPILOGUE
        && known.contains(nest.value()) == known.contains(product.value())
        && onlyFor(product.value(), nest.value());
  }

  private static long elements(Value v) {
    return v.shape().sizePerExample() * (v.shape().batched() ? MANY : 1);
  }

  /** Whether every use of a value ends in another. */
  private boolean onlyFor(Value v, Value end) {
    return users.get(v).stream()
        .allMatch(u -> u == end || inlined.containsKey(u) && onlyFor(u, end));
  }

  private static boolean pointwise(OpKind kind) {
    return kind == OpKind.ELEMENTWISE || kind == OpKind.BROADCAST;
  }

  /** Whether an op of this kind reads each element of its operands about once, and none outside. */
  private static boolean reads(OpKind kind) {
    return pointwise(kind) || kind == OpKind.REDUCTION;
  }

  /** A definition of {@code v} with inlined operands put in; {@code operands} is filled. */
  private Definition compose(Definition d, Value v, List<Value> operands) {
    Inliner inliner = new Inliner(v.operands(), operands);
    return new Definition(
        d.axes(),
        d.reduced(),
        d.coordinates(),
        d.accumulator(),
        inliner.map(d.initial()),
        inliner.map(d.update()),
        inliner.map(d.result()));
  }

  /** Renumbers accesses to the nest's own operands and puts inlined expressions in their place. */
  private final class Inliner extends ExprMap {
    private final List<Value> from;
    private final List<Value> to;

    Inliner(List<Value> from, List<Value> to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public Expr access(Expr.Access access) {
      Value read = from.get(access.operand());
      if (read.op() == Leaf.CONSTANT) {
        return Expr.constant(read.attributes().number("value"));
      }
      Definition definition = inlined.get(read);
      if (definition == null) {
        if (!to.contains(read)) {
          to.add(read);
        }
        Expr row = map(access.row());
        return new Expr.Access(to.indexOf(read), access.coordinates(), access.outside(), row);
      }
      Map<Var, Affine> at = new HashMap<>();
      for (int i = 0; i < definition.axes().size(); i++) {
        Axis axis = definition.axes().get(i);
        at.put(axis.var(), access.coordinates().get(i).numerator());
      }
      Expr moved = new Substitution(at).map(definition.result());
      return new Inliner(inlinedOperands.get(read), to).map(moved);
    }
  }

  /** Counts operations, equal ones once. */
  private static final class Cost extends OperationMap {
    private final Set<Expr> seen = new HashSet<>();
    int operations;
    int calls;

    /** Whether there is a division or a root, which is not to be repeated for each example. */
    boolean slow;

    @Override
    protected Expr operation(Expr e, Supplier<Expr> inside) {
      calls += e instanceof Expr.Call ? 1 : 0;
      if (!seen.add(e)) {
        return e;
      }
      operations++;
      slow |= e instanceof Expr.Binary b && b.fn() == Expr.Binary.Fn.DIVIDE;
      slow |= e instanceof Expr.Unary u && u.fn() == Expr.Unary.Fn.SQRT;
      return inside.get();
    }
  }
}
