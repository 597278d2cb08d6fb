package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Planes of an image whose channels are innermost: gathered once, each into a row, from which a sum
 * then copies its terms.
 *
 * <pre>
 * x[224*(i + u) + 16*(j + v) + c]   =>   planes[c][14*(i + u) + (j + v)]
 * </pre>
 *
 * @param rows a row for each plane
 * @param load what the sum reads, from there
 * @param gather fills the rows
 */
record Planes(Buffer rows, Expr.Load load, Stmt gather) {
  /** Planes that are held at the same time, at most. */
  private static final long MOST = 64;

  /** Planes that are filled at the same time, at most: each pixel is then read once. */
  private static final long TOGETHER = 16;

  /** Floats of a plane, at most. */
  private static final long LONGEST = 2 * Run.LONGEST;

  /**
   * Null if there are no planes, too many, or too large ones.
   *
   * @param load walks along the run in steps of more than one float, or there are no planes
   * @param reduced the axes of the sum
   */
  static Planes of(Expr.Load load, Run run, List<Axis> reduced) {
    long step = run.step(load.offset());
    if (step < 2) {
      return null;
    }
    List<Axis> planes = new ArrayList<>();
    Affine start = run.start(load.offset());
    Affine place = run.place();
    long count = 1;
    long length = run.length();
    for (Axis axis : reduced) {
      long coefficient = load.offset().coefficient(axis.var());
      if (!(axis.extent() instanceof Extent.Fixed f)) {
        return null;
      }
      if (coefficient % step != 0 || Math.abs(coefficient) / step > run.length()) {
        planes.add(axis);
        count *= f.size();
        continue;
      }
      long reach = coefficient * (f.size() - 1);
      length += Math.abs(reach) / step;
      start = start.substitute(axis.var(), Affine.ZERO).plus(Math.min(0, reach));
      place = place.plus(Affine.of(axis.var()).times(coefficient / step));
      place = place.plus(Math.max(0, -reach) / step);
    }
    if (planes.isEmpty() || count > MOST || length > LONGEST) {
      return null;
    }
    Affine row = Affine.ZERO;
    long stride = length;
    for (Axis axis : planes) {
      row = row.plus(Affine.of(axis.var()).times(stride));
      stride *= axis.extent().most();
    }
    Buffer rows = Buffer.of("planes", new Buffer.Rows(count, length, false));
    Var j = new Var("j");
    Affine from = start.plus(Affine.of(j).times(step));
    Stmt copy = new Stmt.Store(rows, row.plus(Affine.of(j)), new Expr.Load(load.buffer(), from));
    Stmt gather = copy;
    boolean together = planes.size() == 1 && count <= TOGETHER;
    if (together) {
      gather = new Stmt.Loop(planes.get(0).var(), Extent.of(count), Mode.UNROLL, 1, gather);
    }
    gather = Stmt.serial(j, Extent.of(length), gather);
    for (Axis axis : together ? List.<Axis>of() : planes) {
      gather = Stmt.serial(axis.var(), axis.extent(), gather);
    }
    return new Planes(rows, new Expr.Load(rows, row.plus(place)), gather);
  }
}
