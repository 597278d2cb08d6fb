package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.List;

/**
 * Windows that slide over a row of pixels: all that lies above each other is put side by side once,
 * and a window is then one piece, from which a sum copies its terms.
 *
 * <pre>
 * x[224*(i + u) + 16*(j + v) + c]   =>   pixels[30*w + 6*u + c] = x[224*(i + u) + 16*w + c]
 *                                        pixels[30*(j + v) + 6*u + c]
 * </pre>
 *
 * @param run the window: u, v and c
 * @param load what the sum reads, from there
 * @param gather fills the row for one turn of the loops outside of j
 */
record Windows(Run run, Buffer pixels, Expr.Load load, Stmt gather) {
  /** Floats of the row, at most. */
  private static final long LONGEST = 2 * Run.LONGEST;

  /** Axes as short as this are written out. */
  private static final long SHORT = 8;

  /**
   * Null if nothing slides.
   *
   * @param lanes the axes of a window
   * @param along the axis that windows slide along: the innermost of the sum
   */
  static Windows of(List<Axis> lanes, Expr.Load load, Axis along) {
    long step = load.offset().coefficient(along.var());
    List<Axis> axes = Run.inOrder(lanes, load.offset());
    Axis sliding =
        axes.stream()
            .filter(a -> load.offset().coefficient(a.var()) == step)
            .findFirst()
            .orElse(null);
    if (sliding == null || axes.size() == 1 || !(along.extent() instanceof Extent.Fixed)) {
      return null;
    }
    axes.remove(sliding);
    Run pixel = Run.dense(axes);
    axes.add(sliding);
    Run window = Run.dense(axes);
    long pixels = sliding.extent().most() + along.extent().most() - 1;
    if (window.length() > Run.LONGEST || pixels * pixel.length() > LONGEST) {
      return null;
    }
    Buffer row = Buffer.of("pixels", new Buffer.Rows(1, pixels * pixel.length(), false));
    Var w = new Var("w");
    Affine from =
        load.offset().substitute(sliding.var(), Affine.of(w)).substitute(along.var(), Affine.ZERO);
    Affine at = pixel.place().plus(Affine.of(w).times(pixel.length()));
    Stmt gather = new Stmt.Store(row, at, new Expr.Load(load.buffer(), from));
    for (int i = 0; i < pixel.axes().size(); i++) {
      Axis axis = pixel.axes().get(i);
      boolean unroll = i == 0 && axis.extent().most() <= SHORT;
      Mode mode = unroll ? Mode.UNROLL : Mode.SERIAL;
      gather = new Stmt.Loop(axis.var(), axis.extent(), mode, 1, gather);
      if (i == 0) {
        gather = Stmt.serial(w, Extent.of(pixels), gather);
      }
    }
    Affine place = window.place().plus(Affine.of(along.var()).times(pixel.length()));
    return new Windows(window, row, new Expr.Load(row, place), gather);
  }
}
