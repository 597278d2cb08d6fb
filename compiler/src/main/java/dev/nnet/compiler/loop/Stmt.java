package dev.nnet.compiler.loop;

import dev.nnet.compiler.source.Span;
import java.util.List;

/** A statement of the loop IR. */
public sealed interface Stmt {

  /** How a loop's iterations may be run. The meaning is always that of {@link #SERIAL}. */
  enum Mode {
    /** One after the other; iterations may depend on each other (reductions are of this mode). */
    SERIAL,
    /**
     * Runs over {@code [from, to)} of the kernel's call instead of the whole extent. Iterations are
     * independent, also of those of other parallel loops of the kernel, which have the same extent;
     * {@code factor} of them are jammed as in {@link #JAM}.
     */
    PARALLEL,
    /**
     * As {@link #PARALLEL}, without the last turn where their number is odd; {@code factor} is
     * even.
     */
    EVEN,
    /** As {@link #PARALLEL}, but only the turn that {@link #EVEN} leaves out. */
    ODD,
    /**
     * Independent iterations in SIMD lanes, {@code factor} vectors at a time. Loads and stores use
     * the variable with coefficient 1 (a vector) or 0 (a broadcast); anything else is emitted as a
     * scalar loop. Any extent is allowed; what does not fill a vector is done by scalar code.
     */
    VECTOR,
    /**
     * Independent iterations, {@code factor} of them unrolled and jammed: the inner loops run once
     * for all of them, each with its own locals. This makes register tiles.
     */
    JAM,
    /**
     * As {@link #JAM}, but over a part of the extent that the kernel's call names, so that workers
     * can share one example; parts begin at multiples of {@code factor}. A kernel has one such loop
     * at most, around everything it does but for the loop over examples; or several over the same
     * parts, whose factors divide the largest.
     */
    SHARED,
    /**
     * As {@link #SHARED}, but from the last iteration to the first where the kernel's first number
     * is odd: what one call has read last is still near when the next one begins. {@code factor}
     * divides the extent.
     */
    ALTERNATE,
    /** Serial, but written out completely in the emitted code. Only for small fixed extents. */
    UNROLL;

    /** Whether such loops run over the units of the kernel's call. */
    public boolean overUnits() {
      return this == PARALLEL || this == EVEN || this == ODD;
    }

    /** Whether such loops run over the part that the kernel's call names. */
    public boolean overPart() {
      return this == SHARED || this == ALTERNATE;
    }
  }

  /** Statements in order; {@code span}, if not null, is the layer they come from. */
  record Block(Span span, List<Stmt> body) implements Stmt {
    public Block {
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.block(this);
    }
  }

  /**
   * Runs the body for {@code 0 <= var < extent}.
   *
   * @param overrun in lanes, this many more turns may be run, so that only whole vectors are left:
   *     they write zeros to padding and nobody else looks there
   */
  record Loop(Var var, Extent extent, Mode mode, int factor, long overrun, Stmt body)
      implements Stmt {
    public Loop {
      if (mode == Mode.EVEN && factor > 1 && factor % 2 != 0) {
        throw new IllegalArgumentException(factor + " turns at once leave half a pair");
      }
    }

    public Loop(Var var, Extent extent, Mode mode, int factor, Stmt body) {
      this(var, extent, mode, factor, 0, body);
    }

    /** How many turns there are, for the batch size given. */
    public long turns(long batch) {
      long all = extent.size(batch);
      return mode == Mode.EVEN ? all - all % 2 : mode == Mode.ODD ? all % 2 : all;
    }

    /** The same loop around another body. */
    Loop around(Stmt other) {
      return new Loop(var, extent, mode, factor, overrun, other);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.loop(this);
    }
  }

  record Let(Local local, Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.let(this);
    }
  }

  record Set(Local local, Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.set(this);
    }
  }

  /**
   * Writes an element.
   *
   * @param row how many times {@code stride} is added to the offset; null if none
   */
  record Store(Buffer buffer, Affine offset, Expr row, long stride, Expr value) implements Stmt {
    public Store(Buffer buffer, Affine offset, Expr value) {
      this(buffer, offset, null, 0, value);
    }

    Store with(Affine otherOffset, Expr otherRow, Expr otherValue) {
      return new Store(buffer, otherOffset, otherRow, stride, otherValue);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.store(this);
    }
  }

  static Stmt block(List<Stmt> body) {
    return new Block(null, body);
  }

  static Stmt serial(Var var, Extent extent, Stmt body) {
    return new Loop(var, extent, Mode.SERIAL, 1, body);
  }

  <R> R accept(Visitor<R> visitor);

  /** One method a statement. */
  interface Visitor<R> {
    R block(Block block);

    R loop(Loop loop);

    R let(Let let);

    R set(Set set);

    R store(Store store);
  }
}
