package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One step of a network over a sequence: sequences have one step, and what is carried comes in and
 * goes out.
 *
 * <pre>
 * h[t] = y[t - 1]               h: an input
 * y = step(x, h)          =&gt;    y = step(x, h)
 *                               next h = y
 * </pre>
 *
 * Only for networks whose every step depends on none that follows: {@link #obstacle} says which
 * part reads ahead.
 */
public final class OneStep implements Pass {
  @Override
  public String name() {
    return "one-step";
  }

  /** What keeps its outputs from being computed step by step, as a phrase; null if nothing does. */
  public static String obstacle(Graph graph) {
    List<Value> lengths = graph.inputs().stream().filter(v -> v.op() == Leaf.LENGTH).toList();
    if (lengths.size() != 1 || graph.recurrences().isEmpty()) {
      return "it does not run over one sequence";
    }
    Set<Value> needed =
        graph.needed(graph.results(Graph.Role.OUTPUT).stream().map(Graph.Result::value).toList());
    for (Recurrence r : graph.recurrences()) {
      if (!needed.contains(r.carry())) {
        continue;
      }
      if (r.reversed()) {
        return "what runs backwards at " + place(r.carry()) + " reads ahead";
      }
      if (r.initial() != null) {
        return "the state at " + place(r.carry()) + " begins with a value";
      }
    }
    for (Value v : graph.values()) {
      if (needed.contains(v) && !stepwise(v)) {
        return v.op() + " at " + place(v) + " needs all steps";
      }
    }
    return null;
  }

  private static String place(Value v) {
    return v.origin().span().place();
  }

  /** Whether a step of a value needs no step of others but the same. */
  private static boolean stepwise(Value v) {
    boolean reads = v.operands().stream().anyMatch(o -> o.shape().ragged());
    boolean moved = v.op().kind() == OpKind.MOVE || v.op() == Ops.SLICE;
    if (moved && reads) {
      long axis =
          v.op() == Ops.CONCAT
              ? v.attributes().integers("axis").get(0)
              : v.attributes().integer("axis");
      return axis != 1 && steps(v.shape()) == 1;
    }
    return !reads || steps(v.shape()) == 1 || isLast(v);
  }

  private static long steps(Shape shape) {
    return shape.dims().stream().filter(Dim::ragged).count();
  }

  /** The sum over nothing but the last step. */
  private static boolean isLast(Value v) {
    return v.op() == Ops.SUM && v.operand(0).op() == Ops.WHERE && isFinal(v.operand(0).operand(0));
  }

  private static boolean isFinal(Value v) {
    return v.op() == Ops.FINAL || v.op().kind() == OpKind.VIEW && isFinal(v.operand(0));
  }

  @Override
  public Graph apply(Graph graph) {
    GraphBuilder g = new GraphBuilder();
    Map<Value, Value> now = new HashMap<>();
    for (Value old : graph.values()) {
      Attributes a = one(old.attributes());
      List<Value> operands = old.operands().stream().map(now::get).toList();
      now.put(
          old,
          old.op().kind() == OpKind.LEAF
              ? g.leaf((Leaf) old.op(), one(old.type()), a, old.origin())
              : g.apply(old.op(), a, operands, old.origin()));
    }
    List<Value> inputs = new ArrayList<>(graph.inputs().stream().map(now::get).toList());
    List<Graph.Result> results = new ArrayList<>();
    for (Graph.Result r : graph.results()) {
      results.add(new Graph.Result(r.role(), r.name(), now.get(r.value())));
    }
    for (Recurrence r : graph.recurrences()) {
      inputs.add(now.get(r.carry()));
      String name = r.carry().attributes().word("name");
      results.add(new Graph.Result(Graph.Role.NEXT, name + "'", now.get(r.source())));
    }
    return new Graph(
        graph.name(),
        g.values(),
        inputs,
        graph.targets().stream().map(now::get).toList(),
        graph.parameters().stream().map(now::get).toList(),
        results,
        List.of());
  }

  private static Attributes one(Attributes a) {
    Attributes changed = a;
    for (Map.Entry<String, Object> e : a.values().entrySet()) {
      if (e.getValue() instanceof Shape shape) {
        changed = changed.with(e.getKey(), one(shape));
      }
    }
    return changed;
  }

  private static Type one(Type type) {
    return new Type(type.element(), type.bound(), one(type.shape()));
  }

  private static Shape one(Shape shape) {
    return new Shape(shape.dims().stream().map(d -> d.ragged() ? Dim.of(1) : d).toList());
  }
}
