package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Graph.Result;
import dev.nnet.compiler.graph.Graph.Role;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reverse-mode differentiation: adds the gradient of the loss with respect to every parameter to
 * the same graph (Griewank and Walther, "Evaluating Derivatives", 2008, section 3.2).
 *
 * <pre>
 *   x, w -> y -> loss          forward
 *   dw  <- dy <- 1             added: each op's own gradient, in reverse order
 * </pre>
 *
 * Where a value is used several times its gradients are added in reverse order of the uses. What a
 * step leaves to the next one gets its gradient from that one: a recurrence in the other direction
 * (back-propagation through time, Werbos, 1990, section III).
 *
 * <pre>
 * h[t - 1] -> step -> h[t]               dh[t] <- step' <- dh[t + 1]
 * </pre>
 */
public final class Autodiff implements Pass {
  private final Predicate<String> frozen;

  /** For all parameters. */
  public Autodiff() {
    this(path -> false);
  }

  /**
   * @param frozen whether a parameter, by its path, is wanted no gradient of
   */
  public Autodiff(Predicate<String> frozen) {
    this.frozen = frozen;
  }

  @Override
  public String name() {
    return "gradient";
  }

  @Override
  public Graph apply(Graph graph) {
    Value loss = graph.loss().orElseThrow();
    Set<Value> wanted = graph.dependents(learned(graph));
    wanted.retainAll(graph.needed(Set.of(loss)));
    GraphBuilder g = new GraphBuilder(graph.values());
    Map<Value, Value> gradients = new HashMap<>();
    gradients.put(loss, g.at(loss.origin()).constant(1));
    Map<Recurrence, Value> carried = new LinkedHashMap<>();
    for (Recurrence r : graph.recurrences()) {
      if (wanted.contains(r.carry()) && wanted.contains(r.source())) {
        carried.put(r, carry(g, r));
        merge(g, gradients, r.source(), carried.get(r));
      }
    }
    Recomputation again = new Recomputation(graph, g, carried);
    List<Value> values = graph.values();
    for (int i = values.size() - 1; i >= 0; i--) {
      Value y = values.get(i);
      Value dy = gradients.get(y);
      if (dy == null || !wanted.contains(y)) {
        continue;
      }
      Value[] parts = y.op().gradient(g.at(y.origin()), again.of(y), dy);
      for (int k = 0; k < parts.length; k++) {
        if (parts[k] != null && wanted.contains(y.operand(k))) {
          merge(g, gradients, y.operand(k), parts[k]);
        }
      }
      for (Recurrence r : graph.recurrences()) {
        if (r.carry() == y && wanted.contains(r.initial())) {
          merge(g, gradients, r.initial(), first(g.at(y.origin()), r, dy));
        }
      }
    }
    List<Recurrence> recurrences = new ArrayList<>(graph.recurrences());
    long loops = recurrences.stream().mapToLong(Recurrence::loop).max().orElse(0) + 1;
    carried.forEach(
        (r, carry) -> {
          Value source = gradients.get(r.carry());
          if (source == null) { // nothing flows back
            source =
                g.at(carry.origin()).apply(Ops.MULTIPLY, Attributes.NONE, g.constant(0), carry);
          }
          recurrences.add(new Recurrence(loops + r.loop(), carry, null, source, !r.reversed()));
        });
    List<Result> results = new ArrayList<>(graph.results());
    for (Value parameter : learned(graph)) {
      Value gradient = gradients.get(parameter);
      if (gradient != null) {
        results.add(new Result(Role.GRADIENT, parameter.attributes().word("name"), gradient));
      }
    }
    return Recomputation.settled(graph.with(g.values(), results, recurrences));
  }

  private List<Value> learned(Graph graph) {
    return graph.parameters().stream()
        .filter(p -> p.op() == Leaf.PARAMETER && !frozen.test(p.attributes().word("name")))
        .toList();
  }

  private static void merge(GraphBuilder g, Map<Value, Value> gradients, Value of, Value part) {
    gradients.merge(of, part, (a, b) -> g.apply(Ops.ADD, Attributes.NONE, a, b));
  }

  /** What a step of the loop in the other direction gets from the step before. */
  private static Value carry(GraphBuilder g, Recurrence r) {
    String name = "d " + r.carry().attributes().word("name");
    Origin origin = r.carry().origin();
    return g.leaf(Leaf.CARRY, r.source().type(), Attributes.of("name", name), origin);
  }

  /** The gradient of a first state: that of the first step's. */
  private static Value first(GraphBuilder g, Recurrence r, Value gradient) {
    long steps = gradient.shape().size(1);
    Attributes a = Attributes.of("axis", 1L).with("from", r.reversed() ? steps - 1 : 0L);
    Value slice = g.apply(Ops.SLICE, a.with("size", 1L), gradient);
    return g.apply(Ops.SQUEEZE, Attributes.of("axis", List.of(1L)), slice);
  }
}
