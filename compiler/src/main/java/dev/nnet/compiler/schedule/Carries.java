package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;

/** The nests that write what a step leaves to the next one. */
final class Carries {
  private final Recurrence recurrence;
  private final Loops loops;
  private final TimeLoop loop;
  private final List<Axis> axes = new ArrayList<>();

  Carries(Recurrence recurrence, Loops loops) {
    this.recurrence = recurrence;
    this.loops = loops;
    this.loop = loops.of(recurrence.carry());
    Shape step = recurrence.carry().shape().without(List.of(1L));
    for (int i = 0; i < step.rank(); i++) {
      axes.add(new Axis(new Var(i == 0 ? "b" : "i" + i), step.dim(i).extent()));
    }
  }

  /** Before the loop: the initial state, or zeros. */
  Cluster first(List<Tensor> initial, Tensor carry) {
    long last = loop.extent().most() - 1;
    boolean anywhere = loop.reversed() && loop.extent() instanceof Extent.Steps;
    if (anywhere && loops.whole(recurrence.carry())) {
      return everywhere(initial, carry);
    }
    Affine first = loops.slot(recurrence.carry(), Affine.of(loop.reversed() ? last : 0));
    Expr value = initial.isEmpty() ? Expr.constant(0) : read(null);
    return cluster("first", value, first, initial, carry, Cluster.Part.FIRST);
  }

  /** The same in all places where the first step may turn out to be. */
  private Cluster everywhere(List<Tensor> initial, Tensor carry) {
    Expr value = initial.isEmpty() ? Expr.constant(0) : read(null);
    Axis steps = new Axis(new Var("t"), Extent.of(loop.extent().most() + 1));
    List<Axis> all = new ArrayList<>(axes);
    all.add(1, steps);
    List<Affine> at = coordinates();
    at.add(1, Affine.of(steps.var()));
    Definition definition = Definition.pointwise(all, at, value);
    return cluster("first", definition, initial, carry, Cluster.Part.FIRST);
  }

  /** At the end of a step. */
  Cluster next(Tensor source, Tensor carry) {
    Affine step = Affine.of(loop.step());
    Affine next = loops.slot(recurrence.carry(), step.plus(loop.reversed() ? -1 : 1));
    Expr value = read(loops.whole(recurrence.source()) ? step : null);
    return cluster("next", value, next, List.of(source), carry, Cluster.Part.NEXT);
  }

  private Cluster cluster(
      String name,
      Expr value,
      Affine slot,
      List<Tensor> operands,
      Tensor carry,
      Cluster.Part part) {
    List<Affine> at = coordinates();
    if (loops.whole(recurrence.carry())) {
      at.add(1, slot);
    }
    return cluster(name, Definition.pointwise(axes, at, value), operands, carry, part);
  }

  private Cluster cluster(
      String name, Definition definition, List<Tensor> operands, Tensor carry, Cluster.Part part) {
    return new Cluster(
        Names.clean(Names.of(recurrence.carry()) + "_" + name),
        recurrence.carry().origin(),
        OpKind.ELEMENTWISE,
        definition,
        operands,
        carry,
        loop,
        part);
  }

  private List<Affine> coordinates() {
    return new ArrayList<>(axes.stream().map(a -> Affine.of(a.var())).toList());
  }

  /** An element of the only operand, at a step if it has several. */
  private Expr read(Affine step) {
    List<Affine> at = coordinates();
    if (step != null) {
      at.add(1, step);
    }
    return new Expr.Access(0, at.stream().map(Expr.Coordinate::of).toList(), 0f);
  }
}
