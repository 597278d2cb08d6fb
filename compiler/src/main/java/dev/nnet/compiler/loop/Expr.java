package dev.nnet.compiler.loop;

import java.util.List;

/**
 * A float computed in a kernel.
 *
 * <p>Every operation rounds once, to nearest even, as Java's {@code float} does; {@link Fma} is
 * {@link Math#fma(float, float, float)}. {@link Unary.Fn} and {@link Binary.Fn} are the whole
 * vocabulary that an emission must know: exp, tanh and the like are {@link Call}s of {@link
 * ScalarFunction}s made of it.
 */
public sealed interface Expr {

  record Const(float value) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }

    /** Bits, so that 0.0 and -0.0 differ. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Const c
          && Float.floatToRawIntBits(c.value) == Float.floatToRawIntBits(value);
    }

    @Override
    public int hashCode() {
      return Float.floatToRawIntBits(value);
    }
  }

  /**
   * A read in logical coordinates: of operand {@code operand} of an op's {@link Definition}. Where
   * a coordinate lies outside the operand (padding), the value is {@code outside}. Kernels contain
   * none: lowering replaces it by {@link Load}.
   *
   * @param row what is added to the first coordinate: an index that is read; null if none
   */
  record Access(int operand, List<Coordinate> coordinates, float outside, Expr row)
      implements Expr {
    public Access {
      coordinates = List.copyOf(coordinates);
    }

    public Access(int operand, List<Coordinate> coordinates, float outside) {
      this(operand, coordinates, outside, null);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.access(this);
    }
  }

  /**
   * A read of a buffer.
   *
   * @param row how many times {@code stride} is added to the offset; null if none
   */
  record Load(Buffer buffer, Affine offset, Expr row, long stride) implements Expr {
    public Load(Buffer buffer, Affine offset) {
      this(buffer, offset, null, 0);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.load(this);
    }
  }

  record Read(Local local) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.read(this);
    }
  }

  /** An index as a float: exact below 2^24. */
  record Index(Affine value) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.index(this);
    }
  }

  /** The extent as a float: the batch size, or a constant. */
  record Size(Extent extent) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.size(this);
    }
  }

  record Unary(Fn fn, Expr operand) implements Expr {
    /** The one-argument functions. */
    public enum Fn {
      NEGATE,
      ABS,
      SQRT,
      /** 2^n of a whole-valued n in [-126, 127]: the bits {@code (int) n + 127 << 23}. */
      POWER_OF_TWO,
      /** The exponent e of a positive normal number m * 2^e, 1 <= m < 2, as a float. */
      EXPONENT,
      /** The significand m of a positive normal number m * 2^e, 1 <= m < 2. */
      SIGNIFICAND
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  record Binary(Fn fn, Expr left, Expr right) implements Expr {
    /**
     * The two-argument functions; MIN and MAX as {@link Math#min(float, float)} (NaN wins, -0 < 0).
     */
    public enum Fn {
      ADD,
      SUBTRACT,
      MULTIPLY,
      DIVIDE,
      MIN,
      MAX,
      /** 1 if left < right, else 0. */
      LESS,
      /** 1 if left == right, else 0. */
      EQUAL
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }
  }

  /** {@code a * b + c}, rounded once. */
  record Fma(Expr a, Expr b, Expr c) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fma(this);
    }
  }

  /** {@code condition != 0 ? whenTrue : whenFalse}; both sides are computed. */
  record Select(Expr condition, Expr whenTrue, Expr whenFalse) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.select(this);
    }
  }

  /** A call of a function made of the others; emissions expand it in place. */
  record Call(ScalarFunction function, Expr argument) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /**
   * One coordinate of an {@link Access}: {@code numerator / divisor}, which counts as outside where
   * the division is not exact.
   */
  record Coordinate(Affine numerator, long divisor) {
    public static Coordinate of(Affine value) {
      return new Coordinate(value, 1);
    }
  }

  static Expr constant(double value) {
    return new Const((float) value);
  }

  static Expr add(Expr a, Expr b) {
    return new Binary(Binary.Fn.ADD, a, b);
  }

  static Expr subtract(Expr a, Expr b) {
    return new Binary(Binary.Fn.SUBTRACT, a, b);
  }

  static Expr multiply(Expr a, Expr b) {
    return new Binary(Binary.Fn.MULTIPLY, a, b);
  }

  static Expr divide(Expr a, Expr b) {
    return new Binary(Binary.Fn.DIVIDE, a, b);
  }

  static Expr min(Expr a, Expr b) {
    return new Binary(Binary.Fn.MIN, a, b);
  }

  static Expr max(Expr a, Expr b) {
    return new Binary(Binary.Fn.MAX, a, b);
  }

  static Expr less(Expr a, Expr b) {
    return new Binary(Binary.Fn.LESS, a, b);
  }

  static Expr equal(Expr a, Expr b) {
    return new Binary(Binary.Fn.EQUAL, a, b);
  }

  static Expr negate(Expr a) {
    return new Unary(Unary.Fn.NEGATE, a);
  }

  <R> R accept(Visitor<R> visitor);

  /** One method an expression. */
  interface Visitor<R> {
    R constant(Const constant);

    R access(Access access);

    R load(Load load);

    R read(Read read);

    R index(Index index);

    R size(Size size);

    R unary(Unary unary);

    R binary(Binary binary);

    R fma(Fma fma);

    R select(Select select);

    R call(Call call);
  }
}
