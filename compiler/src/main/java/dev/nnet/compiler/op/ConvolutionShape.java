package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Coordinate;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Local;
import java.util.List;

/**
 * The axes that the three products of a convolution share: output, gradient of the input and
 * gradient of the weight are one contraction, summed over different axes.
 */
final class ConvolutionShape {
  final Axis b; // example
  final Axis g; // group
  final Axis o; // output channel in its group
  final Axis c; // input channel in its group
  final Axis i; // output row
  final Axis j; // output column
  final Axis u; // kernel row
  final Axis v; // kernel column
  final Axis h; // input row
  final Axis w; // input column
  private final Window rows;
  private final Window columns;

  private ConvolutionShape(Shape y, Shape weight, Shape x, Attributes a) {
    long groups = a.integer("groups");
    List<Window> windows = windows(weight, x.size(2), x.size(3), a);
    rows = windows.get(0);
    columns = windows.get(1);
    b = Axes.axis("b", x.dim(0));
    g = Axes.axis("g", groups);
    o = Axes.axis("o", weight.size(0) / groups);
    c = Axes.axis("c", weight.size(1));
    i = Axes.axis("i", y.size(2));
    j = Axes.axis("j", y.size(3));
    u = Axes.axis("u", weight.size(2));
    v = Axes.axis("v", weight.size(3));
    h = Axes.axis("h", x.size(2));
    w = Axes.axis("w", x.size(3));
  }

  static ConvolutionShape of(Shape y, Shape weight, Shape x, Attributes a) {
    return new ConvolutionShape(y, weight, x, a);
  }

  static List<Window> windows(Shape weight, long height, long width, Attributes a) {
    return Window.of(
        "conv2d", a.with("kernel", List.of(weight.size(2), weight.size(3))), height, width);
  }

  private Affine group(Axis inner) {
    return Axes.at(g).times(((Extent.Fixed) inner.extent()).size()).plus(Axes.at(inner));
  }

  /** The place of y[b, o, i, j]. */
  List<Affine> outputAt() {
    return List.of(Axes.at(b), group(o), Axes.at(i), Axes.at(j));
  }

  /** The place of weight[o, c, u, v]. */
  List<Affine> weightAt() {
    return List.of(group(o), Axes.at(c), Axes.at(u), Axes.at(v));
  }

  /** The place of x[b, c, h, w]. */
  List<Affine> imageAt() {
    return List.of(Axes.at(b), group(c), Axes.at(h), Axes.at(w));
  }

  Expr weight(int operand) {
    return Axes.read(operand, weightAt());
  }

  /** x at the place that output (i, j) sees through tap (u, v); 0 outside. */
  Expr image(int operand) {
    return new Expr.Access(
        operand,
        List.of(
            Coordinate.of(Axes.at(b)),
            Coordinate.of(group(c)),
            Coordinate.of(input(rows, i, u)),
            Coordinate.of(input(columns, j, v))),
        0f);
  }

  private static Affine input(Window window, Axis output, Axis tap) {
    return Axes.at(output)
        .times(window.stride())
        .plus(Axes.at(tap).times(window.dilation()))
        .plus(-window.before());
  }

  Expr output(int operand) {
    return Axes.read(operand, outputAt());
  }

  /** y at the place whose tap (u, v) sees input (h, w); 0 where there is none. */
  Expr outputSeeing(int operand) {
    return new Expr.Access(
        operand,
        List.of(
            Coordinate.of(Axes.at(b)),
            Coordinate.of(group(o)),
            seeing(rows, h, u),
            seeing(columns, w, v)),
        0f);
  }

  private static Coordinate seeing(Window window, Axis input, Axis tap) {
    Affine at = Axes.at(input).plus(window.before()).plus(Axes.at(tap).times(-window.dilation()));
    return new Coordinate(at, window.stride());
  }

  /** The definition: at {@code at}, the sum over {@code reduced} of {@code first * second}. */
  static Definition sum(
      List<Axis> axes, List<Axis> reduced, List<Affine> at, Expr first, Expr second) {
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    Expr update = new Expr.Fma(first, second, acc);
    return new Definition(axes, reduced, at, sum, Expr.constant(0), update, acc);
  }
}
