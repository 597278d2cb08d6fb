package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Metric;
import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement.Setting;
import dev.nnet.runtime.MetricSpec;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code metrics = [accuracy(logits, label), auc(score, truth)]}. */
final class MetricReader {
  private static final String AUC = "auc";

  private final Bodies bodies;

  MetricReader(Bodies bodies) {
    this.bodies = bodies;
  }

  /** The metrics; what programs compute of them is added to {@code results}. */
  List<Metric> read(Setting s, String section, Frame frame, List<Graph.Result> results) {
    if (s == null) {
      return List.of();
    }
    if (!(s.value() instanceof Expression.Sequence list)) {
      throw Problem.of("NN404", s.value().span(), "metrics is a list: [accuracy(logits, label)]");
    }
    List<Metric> metrics = new ArrayList<>();
    for (Expression e : list.elements()) {
      String name = name(e, metrics);
      boolean auc = e instanceof Expression.Call c && c.name().text().equals(AUC);
      List<Value> parts;
      String formula;
      if (auc) {
        parts = ranked((Expression.Call) e, frame);
        formula = "auc(column(0),column(1))";
      } else {
        Object value = bodies.calls.expressions.evaluate(e, frame);
        boolean table = value instanceof Value v && v.shape().rank() == 2 && !v.shape().batched();
        Value metric = table ? (Value) value : Trainings.scalar(value, e.span(), "a metric");
        MetricFormula split = new MetricFormula(bodies.calls.builder(), metric);
        parts = split.totals();
        formula = table ? table(split, metric, e) : split.text();
      }
      List<String> names = new ArrayList<>();
      for (int k = 0; k < parts.size(); k++) {
        String part = (section.isEmpty() ? "" : section + "/") + name + "." + k;
        Graph.Role role = auc ? Graph.Role.COLUMN : Graph.Role.METRIC;
        results.add(new Graph.Result(role, part, parts.get(k)));
        names.add(part);
      }
      metrics.add(new Metric(name, formula, names));
    }
    return metrics;
  }

  private static String table(MetricFormula split, Value metric, Expression e) {
    if (split.text().startsWith("average")) {
      throw Problem.of(
          "NN404", e.span(), "a table of numbers is a sum over examples, as confusion is");
    }
    return MetricSpec.table(split.text(), metric.shape().size(1));
  }

  /** The function's name; numbered if it comes again. */
  private static String name(Expression metric, List<Metric> earlier) {
    String name = metric instanceof Expression.Call c ? c.name().text() : "metric";
    List<String> taken = earlier.stream().map(Metric::name).toList();
    String free = name;
    for (int k = 2; taken.contains(free); k++) {
      free = name + "_" + k;
    }
    return free;
  }

  /** The arguments of {@code auc(score, truth)}. */
  private List<Value> ranked(Expression.Call call, Frame frame) {
    List<Value> values = new ArrayList<>();
    int count = call.arguments() == null ? 0 : call.arguments().size();
    for (int k = 0; k < count; k++) {
      Object value = bodies.calls.expressions.evaluate(call.arguments().get(k).value(), frame);
      if (value instanceof Value v && v.shape().equals(Shape.of(Dim.BATCH)) && fits(v, k)) {
        values.add(
            v.type().element() == Element.F32
                ? v
                : bodies
                    .calls
                    .builder()
                    .apply(Ops.TO_FLOAT, Attributes.NONE, List.of(v), v.origin()));
      }
    }
    if (count != 2 || values.size() != 2) {
      throw Problem.of(
          "NN404",
          call.span(),
          "auc takes a score f32[B] and a truth bool[B] or index<2>[B]",
          "auc(score, truth)");
    }
    return values;
  }

  private static boolean fits(Value v, int argument) {
    Element element = v.type().element();
    boolean two = element == Element.INDEX && v.type().bound() == 2;
    return argument == 0 ? element == Element.F32 : two || element == Element.BOOL;
  }
}
