package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.schedule.Layout.Halo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fills what lies around the elements of a tensor, and only that where it is easily told apart.
 *
 * <pre>
 * oooooooo     o  whole rows before and after
 * o......o     o  the ends of each row
 * o......o     .  elements, written by the nest itself
 * oooooooo
 * </pre>
 */
final class Room {
  private final Tensor tensor;
  private final Buffer out;
  private final List<Stmt> parts = new ArrayList<>();

  private Room(Tensor tensor, Buffer out) {
    this.tensor = tensor;
    this.out = out;
  }

  /**
   * The loops for one example.
   *
   * @param example the variable of the example
   */
  static List<Stmt> fill(Tensor tensor, Buffer out, Var example) {
    Layout layout = tensor.layout();
    Affine base = tensor.batched() ? Affine.of(example).times(layout.size()) : Affine.ZERO;
    Room room = new Room(tensor, out);
    if (room.isBorder()) {
      room.border(base);
    } else {
      room.run(base, layout.size(), List.of());
    }
    return room.parts;
  }

  /** Whether elements are neighbours along the innermost dimension and along all others. */
  private boolean isBorder() {
    Halo halo = tensor.layout().halo();
    return halo.spacing().stream().allMatch(s -> s == 1)
        && tensor.layout().inner() >= 0
        && tensor.layout().lanes() == tensor.innerSize();
  }

  private void border(Affine base) {
    Layout layout = tensor.layout();
    Shape shape = tensor.type().shape();
    List<Integer> order = new ArrayList<>();
    for (int dim = 0; dim < shape.rank(); dim++) {
      if (shape.dim(dim).known()) {
        order.add(dim);
      }
    }
    order.sort(Comparator.comparingLong(dim -> -layout.strides().get(dim)));
    List<Axis> around = new ArrayList<>();
    Affine at = base;
    for (int dim : order) {
      long stride = layout.strides().get(dim);
      long before = layout.halo().before().get(dim);
      long after = layout.halo().after().get(dim);
      run(at, before * stride, around);
      run(at.plus((before + shape.size(dim)) * stride), after * stride, around);
      Var var = new Var("i" + dim);
      around.add(new Axis(var, Extent.of(shape.size(dim))));
      at = at.plus(before * stride).plus(Affine.of(var).times(stride));
    }
  }

  /** Fills {@code count} floats from an offset, in every turn of the loops around. */
  private void run(Affine from, long count, List<Axis> around) {
    if (count == 0) {
      return;
    }
    Var i = new Var("i");
    Expr value = new Expr.Const(tensor.layout().halo().fill());
    Stmt loop =
        new Stmt.Loop(
            i,
            Extent.of(count),
            Mode.VECTOR,
            1,
            new Stmt.Store(out, from.plus(Affine.of(i)), value));
    for (int k = around.size() - 1; k >= 0; k--) {
      loop = Stmt.serial(around.get(k).var(), around.get(k).extent(), loop);
    }
    parts.add(loop);
  }
}
