package dev.nnet.compiler.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a network computes: values in an order in which each comes after its operands.
 *
 * @param name the network
 * @param inputs arguments of predict(), in order of declaration
 * @param targets arguments of the training step only, noise included
 * @param parameters trainable tensors and states, in order of the text
 * @param results what is wanted, by name and role
 * @param recurrences what the steps of a sequence hand to the next one
 */
public record Graph(
    String name,
    List<Value> values,
    List<Value> inputs,
    List<Value> targets,
    List<Value> parameters,
    List<Result> results,
    List<Recurrence> recurrences) {

  /**
   * A value that every step of a sequence leaves to the next one: the only way in which a graph
   * runs in circles. Axis 1 of both values counts the steps.
   *
   * <pre>
   * carry[b, t] = source[b, t - 1]       carry[b, first] = initial[b]
   * </pre>
   *
   * All recurrences of one loop have the same number: their steps are made together.
   *
   * @param carry a {@link Leaf#CARRY}
   * @param initial null for zeros
   * @param reversed whether the last step is the first: {@code carry[b, t] = source[b, t + 1]}
   */
  public record Recurrence(long loop, Value carry, Value initial, Value source, boolean reversed) {}

  /** Why a value is wanted. */
  public enum Role {
    OUTPUT,
    LOSS,
    METRIC,
    /** What a metric needs of each example; only the evaluation program delivers it. */
    COLUMN,
    /** The gradient of the parameter of that name. */
    GRADIENT,
    /** What the state of that name is after a training step. */
    STATE,
    /** What the carry of that name is at the next step of a stream. */
    NEXT,
    /** What a stretch of a sequence leaves to the next one. */
    LEFT
  }

  /** A wanted value. */
  public record Result(Role role, String name, Value value) {}

  public Graph {
    values = List.copyOf(values);
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
    recurrences = List.copyOf(recurrences);
  }

  /** The same interface over other values. */
  public Graph with(List<Value> values, List<Result> results, List<Recurrence> recurrences) {
    return new Graph(name, values, inputs, targets, parameters, results, recurrences);
  }

  /** These values and all that they are computed from. */
  public Set<Value> needed(Collection<Value> wanted) {
    Set<Value> needed = new HashSet<>(wanted);
    int known = -1;
    while (needed.size() > known) {
      known = needed.size();
      for (int i = values.size() - 1; i >= 0; i--) {
        if (needed.contains(values.get(i))) {
          needed.addAll(values.get(i).operands());
        }
      }
      for (Recurrence r : recurrences) {
        if (needed.contains(r.carry)) {
          needed.add(r.source);
          needed.addAll(r.initial == null ? List.of() : List.of(r.initial));
        }
      }
    }
    return needed;
  }

  /** These values and all that is computed from them. */
  public Set<Value> dependents(Collection<Value> on) {
    Set<Value> found = new HashSet<>(on);
    int known = -1;
    while (found.size() > known) {
      known = found.size();
      for (Recurrence r : recurrences) {
        if (found.contains(r.source) || found.contains(r.initial)) {
          found.add(r.carry);
        }
      }
      for (Value v : values) {
        if (v.operands().stream().anyMatch(found::contains)) {
          found.add(v);
        }
      }
    }
    return found;
  }

  /**
   * The values that must be computed step by step, with the number of their loop: what needs a
   * carry and is needed for what it becomes, the carry included.
   */
  public Map<Value, Long> loops() {
    Map<Long, List<Recurrence>> loops = new LinkedHashMap<>();
    for (Recurrence r : recurrences) {
      loops.computeIfAbsent(r.loop, k -> new ArrayList<>()).add(r);
    }
    Map<Value, Long> members = new HashMap<>();
    loops.forEach(
        (number, loop) -> {
          List<Value> carries = loop.stream().map(Recurrence::carry).toList();
          Set<Value> inside = dependents(carries);
          inside.retainAll(needed(loop.stream().map(Recurrence::source).toList()));
          inside.addAll(carries);
          inside.forEach(v -> members.put(v, number));
        });
    return members;
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
