package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.List;

/**
 * Which tap of each max-pooling window won: the first whose element is the maximum, as a number.
 */
final class MaxPool2dWinner extends Op {
  MaxPool2dWinner() {
    super("max_pool2d_winner", OpKind.WINDOW, Signature.of("x", "y"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    return operands.get(1);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    PoolShape s = PoolShape.of("max_pool2d", operands.get(0).shape(), result.shape(), attributes);
    Local first = new Local("first");
    Expr acc = new Expr.Read(first);
    Expr x = s.image(0, Float.NEGATIVE_INFINITY);
    Expr wins = Expr.equal(x, Axes.read(1, s.outputAt()));
    Expr open = Expr.less(acc, Expr.constant(0));
    Expr update = new Expr.Select(Expr.multiply(open, wins), new Expr.Index(s.tap()), acc);
    return new Definition(
        List.of(s.b, s.c, s.i, s.j),
        List.of(s.u, s.v),
        s.outputAt(),
        first,
        Expr.constant(-1),
        update,
        acc);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[2];
  }
}
