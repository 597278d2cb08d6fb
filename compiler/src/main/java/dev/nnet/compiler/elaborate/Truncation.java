package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Graph.Result;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Steps;
import dev.nnet.compiler.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether {@code bptt} can cut the sequences of a train section: each stretch must give its part of
 * the loss from its own steps and from what the stretch before leaves.
 */
final class Truncation {
  private final Graph graph;

  Truncation(Graph graph) {
    this.graph = graph;
  }

  /** Refuses a cut that would change what the loss means. */
  void check(Training training, Span setting) {
    String obstacle = obstacle(training);
    if (obstacle != null) {
      throw Problem.of("NN411", setting, obstacle);
    }
  }

  private String obstacle(Training training) {
    Set<Value> needed = graph.needed(results(training));
    Set<String> sequences = new TreeSet<>();
    for (Value v : needed) {
      v.shape().dims().stream().filter(Dim::ragged).forEach(d -> sequences.add(d.symbol()));
    }
    List<Recurrence> recurrences =
        graph.recurrences().stream().filter(r -> needed.contains(r.carry())).toList();
    if (sequences.isEmpty() || recurrences.isEmpty()) {
      return "the loss runs over no `sequence`: there is nothing to cut";
    }
    if (sequences.size() > 1) {
      return "only one sequence can be cut, but the loss runs over " + String.join(", ", sequences);
    }
    String sequence = sequences.iterator().next();
    for (Recurrence r : recurrences) {
      if (!r.carry().shape().dim(1).ragged()) {
        return "the scan at " + place(r.carry()) + " does not run over " + sequence;
      }
      if (r.reversed()) {
        return "what runs backwards at " + place(r.carry()) + " begins at the end of " + sequence;
      }
    }
    for (Value v : graph.values()) {
      boolean batchwise = !v.shape().batched() && !v.shape().ragged();
      if (needed.contains(v) && !Steps.alone(v) && !batchwise) {
        return "what stands at " + place(v) + " needs all steps of " + sequence + " at once";
      }
    }
    return null;
  }

  private List<Value> results(Training training) {
    Set<String> names = new HashSet<>();
    String section = training.section();
    names.add(section.isEmpty() ? "loss" : section + "/loss");
    training.metrics().forEach(m -> names.addAll(m.results()));
    return graph.results().stream()
        .filter(r -> r.role() != Graph.Role.OUTPUT && names.contains(r.name()))
        .map(Result::value)
        .toList();
  }

  private static String place(Value v) {
    return v.origin().span().place();
  }
}
