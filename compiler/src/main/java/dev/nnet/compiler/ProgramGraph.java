package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Result;
import dev.nnet.compiler.graph.Graph.Role;
import dev.nnet.compiler.pass.DropDead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The part of a network that one program computes: what its outputs need, or what a loss needs.
 *
 * @param kind {@code inference}, {@code training} or {@code evaluation}
 * @param section the train section; empty for the one without a name and for inference
 */
record ProgramGraph(String kind, String section, Graph graph) {

  static List<ProgramGraph> of(ElaboratedNetwork network) {
    List<ProgramGraph> programs = new ArrayList<>();
    Graph whole = network.graph();
    programs.add(part("inference", "", whole, whole.results(Role.OUTPUT)));
    for (Training training : network.trainings()) {
      String section = training.section();
      String prefix = section.isEmpty() ? "" : section + "/";
      List<Result> wanted = new ArrayList<>();
      for (Result r : whole.results()) {
        boolean loss = r.role() == Role.LOSS && r.name().equals(prefix + "loss");
        boolean metric =
            r.role() == Role.METRIC
                && training.metrics().stream().anyMatch(m -> r.name().equals(prefix + m));
        if (loss || metric) {
          wanted.add(r);
        }
      }
      programs.add(part("training", section, whole, wanted));
      programs.add(part("evaluation", section, whole, wanted));
    }
    return programs;
  }

  private static ProgramGraph part(String kind, String section, Graph whole, List<Result> wanted) {
    Graph part =
        new Graph(
            whole.name(),
            whole.values(),
            whole.inputs(),
            whole.targets(),
            whole.parameters(),
            wanted);
    return new ProgramGraph(kind, section, new DropDead().apply(part));
  }

  boolean differentiate() {
    return kind.equals("training");
  }

  /** {@code training}, or {@code training heads}. */
  String name() {
    return section.isEmpty() ? kind : kind + " " + section;
  }

  /** {@code $Training}, or {@code $TrainingHeads}. */
  String classSuffix() {
    return "$" + capital(kind) + (section.isEmpty() ? "" : capital(section));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
