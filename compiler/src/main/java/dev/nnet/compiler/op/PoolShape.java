package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Coordinate;
import java.util.List;

/** The axes of pooling and of its gradients. */
final class PoolShape {
  final Axis b; // example
  final Axis c; // channel
  final Axis i; // output row
  final Axis j; // output column
  final Axis u; // kernel row
  final Axis v; // kernel column
  final Axis h; // input row
  final Axis w; // input column
  private final Window rows;
  private final Window columns;

  private PoolShape(Shape x, Shape y, List<Window> windows) {
    rows = windows.get(0);
    columns = windows.get(1);
    b = Axes.axis("b", x.dim(0));
    c = Axes.axis("c", x.dim(1));
    i = Axes.axis("i", y.size(2));
    j = Axes.axis("j", y.size(3));
    u = Axes.axis("u", rows.kernel());
    v = Axes.axis("v", columns.kernel());
    h = Axes.axis("h", x.size(2));
    w = Axes.axis("w", x.size(3));
  }

  static PoolShape of(String op, Shape x, Shape y, Attributes a) {
    return new PoolShape(x, y, Window.of(op, a, x.size(2), x.size(3)));
  }

  List<Affine> outputAt() {
    return List.of(Axes.at(b), Axes.at(c), Axes.at(i), Axes.at(j));
  }

  List<Affine> imageAt() {
    return List.of(Axes.at(b), Axes.at(c), Axes.at(h), Axes.at(w));
  }

  long taps() {
    return rows.kernel() * columns.kernel();
  }

  /** The number of the tap (u, v) in its window. */
  Affine tap() {
    return Axes.at(u).times(columns.kernel()).plus(Axes.at(v));
  }

  /** Whether windows neither overlap nor leave gaps, nor reach over the border. */
  boolean tiles() {
    return tiles(rows) && tiles(columns);
  }

  private static boolean tiles(Window w) {
    return w.stride() == w.kernel() && w.before() == 0 && w.output() * w.stride() == w.input();
  }

  /** The input that output (i, j) sees through tap (u, v). */
  List<Affine> tapAt() {
    return List.of(Axes.at(b), Axes.at(c), input(rows, i, u), input(columns, j, v));
  }

  Expr image(int operand, float outside) {
    return new Expr.Access(operand, tapAt().stream().map(Coordinate::of).toList(), outside);
  }

  private static Affine input(Window window, Axis output, Axis tap) {
    return Axes.at(output).times(window.stride()).plus(Axes.at(tap)).plus(-window.before());
  }

  /** The output whose tap (u, v) sees input (h, w). */
  Expr outputSeeing(int operand, float outside) {
    return new Expr.Access(
        operand,
        List.of(
            Coordinate.of(Axes.at(b)),
            Coordinate.of(Axes.at(c)),
            seeing(rows, h, u),
            seeing(columns, w, v)),
        outside);
  }

  private static Coordinate seeing(Window window, Axis input, Axis tap) {
    return new Coordinate(
        Axes.at(input).plus(window.before()).plus(Axes.at(tap).times(-1)), window.stride());
  }
}
