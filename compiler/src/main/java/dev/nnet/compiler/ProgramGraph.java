package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.elaborate.Frozen;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Result;
import dev.nnet.compiler.graph.Graph.Role;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.pass.CutSequences;
import dev.nnet.compiler.pass.OneStep;
import dev.nnet.compiler.pass.PackProducts;
import dev.nnet.compiler.pass.Specialise;
import dev.nnet.compiler.pass.SplitProducts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The part of a network that one program computes: what its outputs need, or what a loss needs.
 *
 * @param kind {@code inference}, {@code stream}, {@code training} or {@code evaluation}
 * @param section the train section; empty for the one without a name and for inference
 * @param frozen what the section does not change
 */
record ProgramGraph(String kind, String section, Frozen frozen, Graph graph) {

  static List<ProgramGraph> of(ElaboratedNetwork network) {
    List<ProgramGraph> programs = new ArrayList<>();
    Graph whole = network.graph();
    ProgramGraph inference =
        part("inference", "", Frozen.NOTHING, whole, whole.results(Role.OUTPUT));
    programs.add(inference);
    if (OneStep.obstacle(inference.graph) == null) {
      programs.add(inference.stream());
    }
    for (Training training : network.trainings()) {
      String section = training.section();
      Frozen frozen = training.frozen();
      String prefix = section.isEmpty() ? "" : section + "/";
      Set<String> measured = new HashSet<>();
      training.metrics().forEach(m -> measured.addAll(m.results()));
      List<Result> wanted = new ArrayList<>();
      List<Result> columns = new ArrayList<>();
      for (Result r : whole.results()) {
        boolean loss = r.role() == Role.LOSS && r.name().equals(prefix + "loss");
        if (loss || (r.role() == Role.METRIC && measured.contains(r.name()))) {
          wanted.add(r);
        } else if (r.role() == Role.COLUMN && measured.contains(r.name())) {
          columns.add(r);
        }
      }
      List<Result> learnt = new ArrayList<>(wanted);
      states(whole, wanted).stream().filter(r -> !frozen.weight(r.name())).forEach(learnt::add);
      ProgramGraph learning = part("training", section, frozen, whole, learnt);
      programs.add(training.bptt() > 0 ? learning.cut(training.bptt(), prefix) : learning);
      List<Result> evaluated = new ArrayList<>(wanted);
      evaluated.addAll(columns);
      programs.add(part("evaluation", section, frozen, whole, evaluated));
    }
    return programs;
  }

  /** The next values of the states that these results depend on, in whatever program. */
  private static List<Result> states(Graph whole, List<Result> wanted) {
    Set<String> names = new HashSet<>();
    for (Value v : whole.needed(wanted.stream().map(Result::value).toList())) {
      names.add(v.op() == Leaf.STATE ? v.attributes().word("name") : "");
    }
    return whole.results(Role.STATE).stream().filter(r -> names.contains(r.name())).toList();
  }

  private static ProgramGraph part(
      String kind, String section, Frozen frozen, Graph whole, List<Result> wanted) {
    Graph part = whole.with(whole.values(), wanted, whole.recurrences());
    boolean training = kind.equals("training");
    Specialise specialise = new Specialise(layer -> training && !frozen.layer(layer));
    return new ProgramGraph(kind, section, frozen, specialise.apply(part));
  }

  /** One step of the inference program: the same bits, so products are split as in its loops. */
  private ProgramGraph stream() {
    Graph split = new PackProducts().apply(new SplitProducts().apply(graph));
    return new ProgramGraph("stream", "", frozen, new OneStep().apply(split));
  }

  /** Stretches of at most so many steps. */
  private ProgramGraph cut(long steps, String prefix) {
    return new ProgramGraph(kind, section, frozen, new CutSequences(steps, prefix).apply(graph));
  }

  boolean differentiate() {
    return kind.equals("training");
  }

  /** {@code training}, or {@code training heads}. */
  String name() {
    return section.isEmpty() ? kind : kind + " " + section;
  }

  /** {@code $Training}, or {@code $TrainingHeads}; {@code Stream} is a class for users. */
  String classSuffix() {
    return "$"
        + (kind.equals("stream") ? "OneStep" : capital(kind))
        + (section.isEmpty() ? "" : capital(section));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
