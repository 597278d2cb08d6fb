package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Substitution;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes the steps out of a nest that a loop runs step by step.
 *
 * <pre>
 * for b, t, i: y[b, t, i] = tanh(a[b, t, i] + h[b, t, i])
 * =>  for b, i: y[b, t, i] = tanh(a[b, t, i] + h[b, i])          t is the loop's, h is kept for a step
 * </pre>
 */
final class Peeling extends Substitution {
  private final Nest nest;
  private final Loops loops;

  private Peeling(Nest nest, Loops loops, Map<Var, Affine> by) {
    super(by);
    this.nest = nest;
    this.loops = loops;
  }

  /** The nest of one step; the whole nest where it is in no loop. */
  static Nest of(Nest nest, Loops loops) {
    Definition d = nest.definition();
    List<Axis> axes = new ArrayList<>(d.axes());
    Map<Var, Affine> by = Map.of();
    if (nest.loop() != null) {
      Axis steps = steps(d);
      axes.remove(steps);
      by = Map.of(steps.var(), Affine.of(nest.loop().step()));
    }
    Peeling peeling = new Peeling(nest, loops, by);
    List<Affine> at = new ArrayList<>();
    d.coordinates().forEach(c -> at.add(peeling.map(c)));
    if (!loops.whole(nest.value())) {
      at.remove(1);
    }
    Definition step =
        new Definition(
            axes,
            d.reduced(),
            at,
            d.accumulator(),
            peeling.map(d.initial()),
            peeling.map(d.update()),
            peeling.map(d.result()));
    return new Nest(nest.value(), nest.kind(), step, nest.operands(), nest.loop());
  }

  private static Axis steps(Definition d) {
    for (Axis axis : d.axes()) {
      if (d.coordinates().get(1).equals(Affine.of(axis.var()))) {
        return axis;
      }
    }
    throw new IllegalStateException("no axis of steps in " + d.coordinates());
  }

  @Override
  public Expr access(Expr.Access access) {
    Expr.Access at = (Expr.Access) super.access(access);
    Value operand = nest.operands().get(access.operand());
    List<Expr.Coordinate> rest = new ArrayList<>(at.coordinates());
    if (!loops.whole(operand)) {
      rest.remove(1);
    } else if (loops.carried(operand)) {
      rest.set(1, Expr.Coordinate.of(loops.slot(operand, rest.get(1).numerator())));
    }
    return new Expr.Access(at.operand(), rest, at.outside(), at.row());
  }
}
