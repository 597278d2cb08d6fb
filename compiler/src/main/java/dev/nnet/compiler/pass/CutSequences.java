package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Graph.Result;
import dev.nnet.compiler.graph.Graph.Role;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
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
 * Truncated back-propagation through time (Williams and Peng, 1990, section 3, with h = h'): the
 * program sees a stretch of at most k steps, begins it with what the stretch before left, and
 * leaves what its last step made. No gradient flows into what it begins with.
 *
 * <pre>
 * h[0] = 0                      h[0] = held
 * h[t] = y[t - 1]      =&gt;       h[t] = y[t - 1]
 *                               left = y[k - 1]
 * </pre>
 *
 * Where a state has a first value of its own, one more number is handed on, 0 at first and 1 ever
 * after, which says whether that value or the held one is meant.
 *
 * @param steps k
 * @param prefix begins the names of what is handed on
 */
public record CutSequences(long steps, String prefix) implements Pass {
  @Override
  public String name() {
    return "cut-sequences";
  }

  @Override
  public Graph apply(Graph graph) {
    return new Cutting(graph).cut();
  }

  private final class Cutting {
    private final Graph graph;
    private final Set<Value> needed;
    private final Resized resized = new Resized(this::shorter);
    private final List<Value> held = new ArrayList<>();

    /** What is left, in the order of what is held; null for the flag, which is always 1. */
    private final List<Recurrence> left = new ArrayList<>();

    private final Map<Recurrence, Value> firsts = new HashMap<>();
    private Value begun;

    Cutting(Graph graph) {
      this.graph = graph;
      this.needed = graph.needed(graph.results().stream().map(Result::value).toList());
    }

    private Dim shorter(Dim dim) {
      return dim.ragged() && dim.size() > steps ? Dim.sequence(dim.symbol(), steps) : dim;
    }

    Graph cut() {
      Graph shorter = Rewriter.rewrite(graph, this::value);
      GraphBuilder g = new GraphBuilder(shorter.values());
      List<Value> inputs = new ArrayList<>(shorter.inputs());
      inputs.addAll(held);
      List<Recurrence> recurrences = new ArrayList<>();
      List<Result> results = new ArrayList<>(shorter.results());
      for (int i = 0; i < shorter.recurrences().size(); i++) {
        Recurrence r = shorter.recurrences().get(i);
        Value first = firsts.getOrDefault(graph.recurrences().get(i), r.initial());
        recurrences.add(new Recurrence(r.loop(), r.carry(), first, r.source(), r.reversed()));
      }
      for (int i = 0; i < left.size(); i++) {
        Recurrence r = left.get(i);
        Value value = r == null ? one(g) : last(g, recurrences.get(graph.recurrences().indexOf(r)));
        results.add(new Result(Role.LEFT, prefix + "left." + i, value));
      }
      return new Graph(
          shorter.name(),
          g.values(),
          inputs,
          shorter.targets(),
          shorter.parameters(),
          results,
          recurrences);
    }

    /** A value of the shorter graph; what a state begins with comes before it. */
    private Value value(GraphBuilder g, Value old, List<Value> operands, Map<Value, Value> now) {
      for (Recurrence r : graph.recurrences()) {
        if (r.carry() == old && needed.contains(old)) {
          Shape shape = old.shape().without(List.of(1L));
          Value before = hold(g, new Type(old.type().element(), old.type().bound(), shape), r);
          firsts.put(r, r.initial() == null ? before : first(g, now.get(r.initial()), before));
        }
      }
      return resized.rewrite(g, old, operands);
    }

    /** What a state with a value of its own begins a stretch with. */
    private Value first(GraphBuilder g, Value initial, Value before) {
      if (begun == null) {
        begun = hold(g, Type.f32(Shape.of(Dim.BATCH)), null);
      }
      List<Long> ones = new ArrayList<>();
      for (long axis = 1; axis < before.shape().rank(); axis++) {
        ones.add(axis);
      }
      Value aligned =
          ones.isEmpty() ? begun : g.apply(Ops.UNSQUEEZE, Attributes.of("axis", ones), begun);
      return g.apply(Ops.WHERE, Attributes.NONE, aligned, before, initial);
    }

    private Value hold(GraphBuilder g, Type type, Recurrence from) {
      Attributes name = Attributes.of("name", prefix + "held." + held.size());
      held.add(g.leaf(Leaf.HELD, type, name, g.origin()));
      left.add(from);
      return held.get(held.size() - 1);
    }

    private Value one(GraphBuilder g) {
      Attributes a =
          Attributes.of("axis", List.of(0L))
              .with("keep", false)
              .with("mean", false)
              .with("shape", begun.shape());
      return g.at(begun.origin()).apply(Ops.SPREAD, a, g.constant(1));
    }

    /** The last step of a whole stretch: shorter ones are the last of their sequence. */
    private Value last(GraphBuilder g, Recurrence r) {
      long step = r.source().shape().size(1) - 1;
      Attributes a = Attributes.of("axis", 1L).with("from", step).with("size", 1L);
      Value slice = g.at(r.carry().origin()).apply(Ops.SLICE, a, r.source());
      return g.apply(Ops.SQUEEZE, Attributes.of("axis", List.of(1L)), slice);
    }
  }
}
