package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.runtime.NumbersSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what is said of numbers before the network takes them: {@code preprocess features from
 * columns[length, width] -> standardize}, or {@code from f32[2] -> standardize}. The input or
 * target is as in the data; what the text calls {@code features} is what it is standardized to, and
 * {@code features.mean} and {@code features.std} are what leads back.
 */
final class Numbers {
  private static final String STANDARDIZE = "standardize";
  private static final String COLUMNS = "columns";
  private static final String MEAN = "mean";
  private static final String DEVIATION = "std";

  private final Bodies bodies;
  private final List<NumbersSpec> read = new ArrayList<>();

  Numbers(Bodies bodies) {
    this.bodies = bodies;
  }

  static boolean are(Statement.Preprocess p) {
    return columns(p) || p.from().element().text().equals("f32");
  }

  /** Whether its sizes are names of columns. */
  static boolean columns(Statement.Preprocess p) {
    return p.from().element().text().equals(COLUMNS);
  }

  /** What was read so far. */
  List<NumbersSpec> read() {
    return read;
  }

  /**
   * The value that the text means by the name of an input or target.
   *
   * @param leaf as it comes from the data
   */
  Value read(Statement.Preprocess p, Value leaf, GraphBuilder g, Frame frame) {
    List<String> names = columns(p) ? names(p, leaf) : List.of();
    boolean standardized = standardized(p, leaf);
    if (names.isEmpty()) {
      check(p, leaf, frame);
    }
    read.add(new NumbersSpec(p.name().text(), names, standardized));
    return standardized ? standardize(p, leaf, g) : leaf;
  }

  private static List<String> names(Statement.Preprocess p, Value leaf) {
    List<String> names = new ArrayList<>();
    for (Expression column : p.from().dims()) {
      if (!(column instanceof Expression.Call c) || c.arguments() != null) {
        throw Problem.of("NN407", column.span(), "columns are names: columns[length, width]");
      }
      if (names.contains(c.name().text())) {
        throw Problem.of("NN104", column.span(), "'" + c.name() + "' is given twice");
      }
      names.add(c.name().text());
    }
    Shape shape = leaf.shape();
    if (shape.ragged() || shape.rank() > 2 || shape.sizePerExample() != names.size()) {
      throw Problem.of(
          "NN310",
          p.from().span(),
          "these are " + names.size() + " columns, but '" + p.name() + "' is " + leaf.type());
    }
    return names;
  }

  /** The sizes of the text are those of the input. */
  private void check(Statement.Preprocess p, Value leaf, Frame frame) {
    List<Dim> dims = new ArrayList<>();
    for (Expression e : p.from().dims()) {
      Object size = bodies.calls.expressions.argument(e, frame);
      dims.add(size instanceof Dim d ? d : Dim.of(Expressions.whole(size, e.span(), "a size")));
    }
    if (!dims.equals(leaf.shape().dims().subList(1, leaf.shape().rank()))) {
      throw Problem.of(
          "NN310",
          p.from().span(),
          "these are f32" + dims + " of an example, but '" + p.name() + "' is " + leaf.type());
    }
  }

  private static boolean standardized(Statement.Preprocess p, Value leaf) {
    if (p.stages().isEmpty()) {
      if (columns(p)) {
        return false;
      }
      throw Problem.of("NN407", p.span(), "numbers can be standardized: `-> standardize`");
    }
    Expression.Stage stage = p.stages().get(0);
    boolean known =
        stage instanceof Expression.CallStage s
            && s.name().text().equals(STANDARDIZE)
            && s.arguments() == null;
    if (!known || p.stages().size() > 1) {
      Span wrong = known ? p.stages().get(1).span() : stage.span();
      throw Problem.of("NN407", wrong, "numbers can be followed by `-> standardize` only");
    }
    if (leaf.type().element() != Element.F32) {
      throw Problem.of(
          "NN407",
          stage.span(),
          "standardize wants numbers, but '" + p.name() + "' is " + leaf.type());
    }
    return true;
  }

  /** Mean or deviation of an input or target; null if it is not standardized. */
  static Value statistic(String border, String name, Parameters parameters) {
    boolean known = name.equals(MEAN) || name.equals(DEVIATION);
    return known ? parameters.kept(border + "." + name) : null;
  }

  /** (x - mean) / deviation: 0 and 1 until training has learned them from its data. */
  private Value standardize(Statement.Preprocess p, Value x, GraphBuilder g) {
    String name = p.name().text();
    Span at = p.stages().get(0).span();
    int rank = x.shape().rank();
    Dim last = x.shape().dim(rank - 1);
    boolean single = rank == 1 || last.ragged();
    Type type = Type.f32(single ? Shape.SCALAR : Shape.of(last));
    Value mean = bodies.parameters.keep(name + "." + MEAN, type, "zeros", at);
    Value deviation = bodies.parameters.keep(name + "." + DEVIATION, type, "ones", at);
    Origin origin = new Origin(at, name);
    Value centered = g.apply(Ops.SUBTRACT, Attributes.NONE, List.of(x, mean), origin);
    return g.apply(Ops.DIVIDE, Attributes.NONE, List.of(centered, deviation), origin);
  }
}
