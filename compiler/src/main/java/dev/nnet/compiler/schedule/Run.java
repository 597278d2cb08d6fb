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
import java.util.Comparator;
import java.util.List;

/**
 * Axes that become one walk along a row of floats, so that there is one long loop for C2.
 *
 * <pre>
 * 28 rows of 28 pixels in an image 32 wide: 892 floats, of which 4 between two rows are nobody's
 * </pre>
 *
 * @param axes the innermost first
 * @param strides how far a turn of each goes in the row
 * @param length floats of the row
 * @param walk the variable of loops over all of it
 */
record Run(List<Axis> axes, List<Long> strides, long length, Var walk) {
  /** Longer rows leave the nearest cache while a tile uses them. */
  static final long LONGEST = 1024;

  /** A loop pays before and after its vectors: below, scalars are as fast. */
  static final long SHORTEST = 48;

  /** Of a row at least this part is used. */
  private static final double USED = 0.6;

  /**
   * The longest run of some axes through memory.
   *
   * @param offset where they walk
   * @param gaps whether there may be floats between that are nobody's
   */
  static Run along(List<Axis> candidates, Affine offset, boolean gaps) {
    List<Axis> sorted = inOrder(candidates, offset);
    List<Axis> axes = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    long length = 1;
    long used = 1;
    for (Axis axis : sorted) {
      long unit = offset.coefficient(sorted.get(0).var());
      long coefficient = offset.coefficient(axis.var());
      long stride = coefficient / unit;
      long size = axis.extent().most();
      long reach = stride * (size - 1) + length;
      boolean next = coefficient % unit == 0 && (stride == length || gaps && stride > length);
      if (!next || reach > LONGEST || used * size < USED * reach) {
        break;
      }
      axes.add(axis);
      strides.add(stride);
      used *= size;
      length = reach;
    }
    return new Run(axes, strides, length, new Var("j"));
  }

  /** The axes side by side, however they lie in memory. */
  static Run packed(List<Axis> candidates, Affine offset) {
    List<Axis> axes = new ArrayList<>();
    long length = 1;
    for (Axis axis : inOrder(candidates, offset)) {
      if (length * axis.extent().most() <= LONGEST) {
        axes.add(axis);
        length *= axis.extent().most();
      }
    }
    return dense(axes);
  }

  /** These axes side by side, the innermost first. */
  static Run dense(List<Axis> axes) {
    List<Long> strides = new ArrayList<>();
    long length = 1;
    for (Axis axis : axes) {
      strides.add(length);
      length *= axis.extent().most();
    }
    return new Run(List.copyOf(axes), strides, length, new Var("j"));
  }

  /** The axes that walk forwards, the shortest steps first. */
  static List<Axis> inOrder(List<Axis> axes, Affine offset) {
    List<Axis> sorted = new ArrayList<>(axes);
    sorted.removeIf(a -> offset.coefficient(a.var()) <= 0);
    sorted.sort(Comparator.comparingLong(a -> offset.coefficient(a.var())));
    return sorted;
  }

  /**
   * The part of an axis that is cut into equal parts: the largest of at most this size, or, if that
   * is not half of it, as with prime numbers, the smallest of not more than twice the size.
   */
  static long part(long size, long most) {
    long part = Math.min(size, most);
    while (size % part != 0) {
      part--;
    }
    long larger = most;
    while (part < most / 2 && larger <= 2 * most && size % larger != 0) {
      larger++;
    }
    return part < most / 2 && larger <= Math.min(size, 2 * most) ? larger : part;
  }

  boolean has(Var var) {
    return axes.stream().anyMatch(a -> a.var() == var);
  }

  boolean uses(Affine offset) {
    return axes.stream().anyMatch(a -> offset.uses(a.var()));
  }

  /** Where the axes are in the row. */
  Affine place() {
    Affine at = Affine.ZERO;
    for (int i = 0; i < axes.size(); i++) {
      at = at.plus(Affine.of(axes.get(i).var()).times(strides.get(i)));
    }
    return at;
  }

  /** Copies what a load reads to a row, as it lies there. */
  Stmt take(Expr.Load load, Buffer rows, Affine row) {
    long step = step(load.offset());
    if (step == 0) {
      return each(new Stmt.Store(rows, row.plus(place()), load));
    }
    Affine from = start(load.offset()).plus(Affine.of(walk).times(step));
    return along(
        new Stmt.Store(rows, row.plus(Affine.of(walk)), new Expr.Load(load.buffer(), from)));
  }

  /** Whether a load walks through memory as the run does, float by float. */
  boolean copies(Affine offset) {
    return step(offset) == 1;
  }

  /** Stores what a row holds, without what is nobody's. */
  Stmt give(Buffer rows, Affine row, Buffer out, Affine at) {
    if (step(at) != 1 || length != turns()) {
      return each(new Stmt.Store(out, at, new Expr.Load(rows, row.plus(place()))));
    }
    Expr value = new Expr.Load(rows, row.plus(Affine.of(walk)));
    return along(new Stmt.Store(out, start(at).plus(Affine.of(walk)), value));
  }

  /** A loop over the whole row, {@link #walk} its variable. */
  Stmt along(Stmt body) {
    return new Stmt.Loop(walk, Extent.of(length), Mode.VECTOR, 1, body);
  }

  /** Loops over the axes, the innermost in lanes. */
  Stmt each(Stmt body) {
    Stmt loops = body;
    for (int i = 0; i < axes.size(); i++) {
      Mode mode = i == 0 ? Mode.VECTOR : Mode.SERIAL;
      loops = new Stmt.Loop(axes.get(i).var(), axes.get(i).extent(), mode, 1, loops);
    }
    return loops;
  }

  /** The offset without the axes of the run. */
  Affine start(Affine offset) {
    Affine start = offset;
    for (Axis axis : axes) {
      start = start.substitute(axis.var(), Affine.ZERO);
    }
    return start;
  }

  /** How far a step along the row goes there; 0 if the axes do not lie as they do in the row. */
  long step(Affine offset) {
    long step = offset.coefficient(axes.get(0).var()) / strides.get(0);
    for (int i = 0; i < axes.size(); i++) {
      if (offset.coefficient(axes.get(i).var()) != step * strides.get(i)) {
        return 0;
      }
    }
    return step;
  }

  private long turns() {
    return axes.stream().mapToLong(a -> a.extent().most()).reduce(1, (a, b) -> a * b);
  }
}
