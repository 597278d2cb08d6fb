package dev.nnet.compiler.graph;

import java.util.List;
import java.util.Optional;

/**
 * What a network computes: values in an order in which each comes after its operands.
 *
 * @param name the network
 * @param inputs arguments of predict(), in order of declaration
 * @param targets arguments of the training step only, noise included
 * @param parameters trainable tensors and states, in order of the text
 * @param results what is wanted, by name and role
 */
public record Graph(
    String name,
    List<Value> values,
    List<Value> inputs,
    List<Value> targets,
    List<Value> parameters,
    List<Result> results) {

  /** Why a value is wanted. */
  public enum Role {
    OUTPUT,
    LOSS,
    METRIC,
    /** The gradient of the parameter of that name. */
    GRADIENT,
    /** What the state of that name is after a training step. */
    STATE
  }

  /** A wanted value. */
  public record Result(Role role, String name, Value value) {}

  public Graph {
    values = List.copyOf(values);
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  public List<Result> results(Role role) {
    return results.stream().filter(r -> r.role() == role).toList();
  }

  public Optional<Value> loss() {
    return results(Role.LOSS).stream().map(Result::value).findFirst();
  }

  /** The number of trainable floats. */
  public long parameterCount() {
    return parameters.stream()
        .filter(p -> p.op() == Leaf.PARAMETER)
        .mapToLong(p -> p.shape().sizePerExample())
        .sum();
  }
}
