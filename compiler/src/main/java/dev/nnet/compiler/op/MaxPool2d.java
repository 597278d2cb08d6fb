package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Coordinate;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.List;

/** The largest element of each window; padding never wins. Its gradient goes to the first of equals. */
final class MaxPool2d extends Pool2d {
  MaxPool2d() {
    super("max_pool2d");
  }

  @Override
  float outside() {
    return Float.NEGATIVE_INFINITY;
  }

  @Override
  Expr update(Expr accumulator, Expr element) {
    return Expr.max(accumulator, element);
  }

  @Override
  Expr result(Expr accumulator, long taps) {
    return accumulator;
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(0).shape();
    Value winner = g.apply(Ops.MAX_POOL2D_WINNER, y.attributes(), y.operand(0), y);
    Attributes a = y.attributes().with("size", List.of(x.size(2), x.size(3)));
    return new Value[] {g.apply(Ops.MAX_POOL2D_GRADIENT, a, dy, winner)};
  }
}
