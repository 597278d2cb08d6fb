package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.schedule.Borders;
import dev.nnet.compiler.schedule.Borders.Border;
import dev.nnet.compiler.schedule.ParameterLayout;
import dev.nnet.compiler.schedule.Tensor;
import dev.nnet.compiler.source.Span;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.PreprocessSpec;
import dev.nnet.runtime.RowsSpec;
import dev.nnet.runtime.StretchSpec;
import dev.nnet.runtime.TrainSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the runtime has to know of a network. */
final class SpecBuilder {
  private SpecBuilder() {}

  /**
   * @param trained the graph of each train section's program
   */
  static ModelSpec build(
      ElaboratedNetwork network,
      ParameterLayout layout,
      Borders borders,
      Map<String, Graph> trained) {
    List<ParameterSpec> parameters = new ArrayList<>();
    for (Value p : network.graph().parameters()) {
      parameters.add(parameter(network, p, layout));
    }
    List<BorderSpec> specs = new ArrayList<>();
    for (Border b : borders.all()) {
      specs.add(border(b, network));
    }
    List<PreprocessSpec> preprocessing = new ArrayList<>();
    for (ElaboratedNetwork.Preprocess p : network.preprocessing()) {
      preprocessing.add(new PreprocessSpec(p.input(), ints(p.dims()), p.operations()));
    }
    List<TrainSpec> trainings = new ArrayList<>();
    for (Training t : network.trainings()) {
      trainings.add(training(t, borders, trained.get(t.section())));
    }
    return new ModelSpec(
        network.name(),
        network.span().source().fileName(),
        parameters,
        Math.toIntExact(layout.size()),
        specs,
        preprocessing,
        network.numbers(),
        trainings);
  }

  private static ParameterSpec parameter(
      ElaboratedNetwork network, Value p, ParameterLayout layout) {
    String path = p.attributes().word("name");
    Tensor tensor = layout.parameter(path);
    return new ParameterSpec(
        path,
        dims(p.shape()),
        Math.toIntExact(tensor.index() + tensor.layout().origin()),
        ints(tensor.layout().strides()),
        p.attributes().bool("decay"),
        p.op() == Leaf.PARAMETER,
        Initializers.text(network, p));
  }

  private static List<Integer> dims(Shape shape) {
    return shape.dims().stream()
        .filter(d -> d.known())
        .map(d -> d.open() ? BorderSpec.ANY : Math.toIntExact(d.size()))
        .toList();
  }

  private static List<Integer> ints(List<Long> values) {
    return values.stream().map(Math::toIntExact).toList();
  }

  private static BorderSpec border(Border b, ElaboratedNetwork network) {
    Span place = network.places().get(b.name());
    Type type = b.type();
    boolean ragged = type.shape().rank() > 1 && type.shape().dim(1).ragged();
    BorderSpec.Element element =
        type.element() == Element.F32
            ? BorderSpec.Element.F32
            : BorderSpec.Element.valueOf(type.element().name());
    return new BorderSpec(
        network.sameForAll(b.name())
            ? BorderSpec.Kind.SIZE
            : BorderSpec.Kind.valueOf(b.role().name()),
        b.name(),
        element,
        Math.toIntExact(type.bound()),
        dims(type.shape()),
        place == null ? "" : place.place(),
        ragged ? type.shape().dim(1).symbol() : "");
  }

  private static TrainSpec training(Training t, Borders borders, Graph graph) {
    String prefix = t.section().isEmpty() ? "" : t.section() + "/";
    List<MetricSpec> metrics = new ArrayList<>();
    for (ElaboratedNetwork.Metric m : t.metrics()) {
      List<Integer> found = m.results().stream().map(r -> find(borders, r)).toList();
      metrics.add(new MetricSpec(m.name(), m.formula(), found));
    }
    return new TrainSpec(
        t.section(),
        t.settings(),
        find(borders, prefix + "loss"),
        metrics,
        untouched(graph),
        t.bptt() > 0 ? Optional.of(stretches(borders, graph)) : Optional.empty(),
        rows(borders, graph));
  }

  /** The tables that are nothing but looked up by a given index. */
  private static List<RowsSpec> rows(Borders borders, Graph graph) {
    return graph.results(Graph.Role.GRADIENT).stream()
        .filter(r -> r.value().op() == Ops.SCATTER && given(r.value().operand(1)))
        .map(
            r ->
                new RowsSpec(
                    r.name(), find(borders, r.value().operand(1).attributes().word("name"))))
        .toList();
  }

  private static boolean given(Value index) {
    return index.op() == Leaf.INPUT || index.op() == Leaf.TARGET;
  }

  private static StretchSpec stretches(Borders borders, Graph graph) {
    Dim sequence = graph.recurrences().get(0).carry().shape().dim(1);
    return new StretchSpec(
        sequence.symbol(),
        Math.toIntExact(sequence.size()),
        graph.inputs().stream()
            .filter(v -> v.op() == Leaf.HELD)
            .map(v -> find(borders, v.attributes().word("name")))
            .toList(),
        graph.results(Graph.Role.LEFT).stream().map(r -> find(borders, r.name())).toList());
  }

  /** The parameters that a training program neither differentiates nor gives a next value. */
  private static List<String> untouched(Graph graph) {
    Set<String> touched = new HashSet<>();
    graph.results(Graph.Role.GRADIENT).forEach(r -> touched.add(r.name()));
    graph.results(Graph.Role.STATE).forEach(r -> touched.add(r.name()));
    return graph.parameters().stream()
        .map(p -> p.attributes().word("name"))
        .filter(path -> !touched.contains(path))
        .toList();
  }

  private static int find(Borders borders, String name) {
    for (int i = 0; i < borders.all().size(); i++) {
      if (borders.all().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("no border " + name);
  }
}
