package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds vectors to the rows of a table that an index names: {@code y[v, d] = sum of x[.., d] where
 * index[..] = v}, in order; attribute {@code rows}. The loops add where the index says instead of
 * looking for it, which gives the same bits.
 */
final class Scatter extends Op {
  Scatter() {
    super("scatter", OpKind.SCATTER, Signature.of("x", "index"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    return Type.f32(Dim.of(attributes.integer("rows")), x.dim(x.rank() - 1));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Axis> all = Axes.of(operands.get(1).shape());
    List<Affine> from = new ArrayList<>(Axes.coordinates(all));
    Expr index = Axes.read(1, List.copyOf(from));
    from.add(Axes.at(axes.get(1)));
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    Expr here = Expr.equal(index, new Expr.Index(Axes.at(axes.get(0))));
    Expr update = new Expr.Select(here, Expr.add(acc, Axes.read(0, from)), acc);
    return new Definition(axes, all, Axes.coordinates(axes), sum, Expr.constant(0), update, acc);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(Ops.GATHER, Attributes.NONE, dy, y.operand(1)), null};
  }
}
