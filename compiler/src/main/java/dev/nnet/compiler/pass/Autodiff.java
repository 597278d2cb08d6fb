package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Result;
import dev.nnet.compiler.graph.Graph.Role;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * Where a value is used several times its gradients are added in reverse order of the uses.
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
    Set<Value> wanted = dependents(graph, loss);
    GraphBuilder g = new GraphBuilder(graph.values());
    Map<Value, Value> gradients = new HashMap<>();
    gradients.put(loss, g.at(loss.origin()).constant(1));
    List<Value> values = graph.values();
    for (int i = values.size() - 1; i >= 0; i--) {
      Value y = values.get(i);
      Value dy = gradients.get(y);
      if (dy == null || !wanted.contains(y)) {
        continue;
      }
      Value[] parts = y.op().gradient(g.at(y.origin()), y, dy);
      for (int k = 0; k < parts.length; k++) {
        Value x = y.operand(k);
        if (parts[k] != null && wanted.contains(x)) {
          gradients.merge(x, parts[k], (a, b) -> g.apply(Ops.ADD, Attributes.NONE, a, b));
        }
      }
    }
    List<Result> results = new ArrayList<>(graph.results());
    for (Value parameter : learned(graph)) {
      Value gradient = gradients.get(parameter);
      if (gradient != null) {
        results.add(new Result(Role.GRADIENT, parameter.attributes().word("name"), gradient));
      }
    }
    return new Graph(
        graph.name(), g.values(), graph.inputs(), graph.targets(), graph.parameters(), results);
  }

  private List<Value> learned(Graph graph) {
    return graph.parameters().stream()
        .filter(p -> p.op() == Leaf.PARAMETER && !frozen.test(p.attributes().word("name")))
        .toList();
  }

  /** The values between the parameters and the loss. */
  private Set<Value> dependents(Graph graph, Value loss) {
    Set<Value> fromParameters = new HashSet<>(learned(graph));
    for (Value v : graph.values()) {
      if (v.operands().stream().anyMatch(fromParameters::contains)) {
        fromParameters.add(v);
      }
    }
    Set<Value> toLoss = new HashSet<>(Set.of(loss));
    for (int i = graph.values().size() - 1; i >= 0; i--) {
      Value v = graph.values().get(i);
      if (toLoss.contains(v)) {
        toLoss.addAll(v.operands());
      }
    }
    fromParameters.retainAll(toLoss);
    return fromParameters;
  }
}
