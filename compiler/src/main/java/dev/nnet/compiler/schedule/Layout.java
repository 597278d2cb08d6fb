package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a tensor's elements lie: element (i, j, ..) at {@code origin + i*strides[0] + j*strides[1]
 * + ..}.
 *
 * <pre>
 * [B, 6, 28, 28] for a 5 x 5 convolution with padding 2:
 *   innermost the 6 channels, padded to 16; rows of 28 + 2*2 pixels; a border of zeros all around
 * </pre>
 *
 * @param strides one for each dimension; the batch's is the size of an example
 * @param origin the offset of element (0, 0, ..)
 * @param size floats for each example, or in all if there is no batch
 * @param inner the dimension whose elements are neighbours; -1 if none is, as in a scalar or where
 *     columns stand {@link #apart}
 * @param lanes the innermost dimension's size with its padding
 * @param halo how the tensor is embedded in a larger one filled with a constant
 */
public record Layout(List<Long> strides, long origin, long size, int inner, long lanes, Halo halo) {
  /** Innermost dimensions are padded to a multiple of this many floats. */
  public static final int LANES = 16;

  /**
   * Floats at the beginning of an array that nobody uses: its elements begin 16 bytes behind a line
   * of the cache where collectors put large arrays at the beginning of a region, so vectors 12
   * floats later each lie in one line. It costs a third of a convolution of windows if they do not.
   */
  static final int FIRST_LINE = 12;

  /** Rows of this many floats or a multiple by a power of two share sets of a cache. */
  private static final long ALIASING = 512;

  /**
   * Room around and between the elements.
   *
   * @param before elements before the first, for each dimension
   * @param after elements behind the last
   * @param spacing the distance of neighbours: 2 leaves one element between them
   * @param fill what the room holds
   */
  public record Halo(List<Long> before, List<Long> after, List<Long> spacing, float fill) {
    /** No room at all. */
    static Halo none(int rank) {
      List<Long> zeros = Collections.nCopies(rank, 0L);
      return new Halo(zeros, zeros, Collections.nCopies(rank, 1L), 0f);
    }

    boolean isNone() {
      return before.stream().allMatch(x -> x == 0)
          && after.stream().allMatch(x -> x == 0)
          && spacing.stream().allMatch(x -> x == 1);
    }

    /** Whether a tensor with this halo can be read where {@code need} is wanted. */
    boolean covers(Halo need) {
      if (need.isNone()) {
        return true;
      }
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i) < need.before.get(i) || after.get(i) < need.after.get(i)) {
          return false;
        }
      }
      return spacing.equals(need.spacing) && fill == need.fill;
    }

    /** The larger room of both, which must agree in spacing and fill. */
    Halo join(Halo other) {
      List<Long> b = new ArrayList<>();
      List<Long> a = new ArrayList<>();
      for (int i = 0; i < before.size(); i++) {
        b.add(Math.max(before.get(i), other.before.get(i)));
        a.add(Math.max(after.get(i), other.after.get(i)));
      }
      return new Halo(b, a, spacing, isNone() ? other.fill : fill);
    }

    /** Whether one layout can serve both needs. */
    boolean agrees(Halo other) {
      return spacing.equals(other.spacing) && (fill == other.fill || isNone() || other.isNone());
    }
  }

  /** Row-major without padding: the order of the language, used at the borders. */
  static Layout dense(Type type) {
    Shape shape = type.shape();
    Long[] strides = new Long[shape.rank()];
    long size = 1;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      strides[i] = size;
      size *= shape.dim(i).known() ? shape.size(i) : 1;
    }
    int inner = shape.rank() - 1;
    long lanes = inner >= 0 && shape.dim(inner).known() ? shape.size(inner) : 1;
    return new Layout(List.of(strides), 0, size, inner, lanes, Halo.none(shape.rank()));
  }

  /** A layout with dimension {@code inner} innermost and padded, the others in {@code order}. */
  static Layout of(Type type, List<Integer> order, int inner, Halo halo) {
    long before = halo.before().get(inner);
    long lanes = pad(type.shape().size(inner) + halo.after().get(inner));
    Long[] strides = new Long[type.shape().rank()];
    strides[inner] = 1L;
    boolean image = type.shape().batched() && type.shape().rank() != 3;
    boolean pixels = type.shape().batched() && type.shape().rank() == 4;
    long row = before + lanes;
    if (pixels && row >= ALIASING && Long.bitCount(row) == 1) {
      row += LANES;
    } else if (!image && order.size() > 0) {
      row = row(row);
    }
    Layout core = new Layout(List.of(), before, row, inner, lanes, halo);
    return around(type, order, strides, core);
  }

  /**
   * A layout with the dimensions in {@code order}, the last innermost; it is not padded, but may
   * have a halo like the others.
   */
  static Layout inOrder(Type type, List<Integer> order, Halo halo) {
    int inner = order.get(order.size() - 1);
    long lanes = type.shape().size(inner);
    Long[] strides = new Long[type.shape().rank()];
    return around(type, order, strides, new Layout(List.of(), 0, 1, inner, lanes, halo));
  }

  /**
   * An image plane by plane, its columns {@code step} floats apart. What lies between them is
   * nobody's: whoever writes the columns may write there too.
   */
  static Layout apart(Type type, long step) {
    Halo none = Halo.none(4);
    Layout core = new Layout(List.of(), 0, step * type.shape().size(3), -1, 1, none);
    Long[] strides = {null, null, null, step};
    return around(type, List.of(0, 1, 2), strides, core);
  }

  /** Whether an image lies plane by plane, its columns neighbours or apart. */
  boolean planes() {
    return strides.size() == 4 && (inner == 3 || step() > 1);
  }

  /** The distance of columns that stand {@link #apart}; else 1. */
  long step() {
    return inner < 0 && strides.size() == 4 ? strides.get(3) : 1;
  }

  /** Lays the dimensions in {@code order} around a core; fills their strides in. */
  private static Layout around(Type type, List<Integer> order, Long[] strides, Layout core) {
    Shape shape = type.shape();
    Halo halo = core.halo;
    long size = core.size;
    long origin = core.origin;
    for (int i = order.size() - 1; i >= 0; i--) {
      int dim = order.get(i);
      if (!shape.dim(dim).known()) {
        continue;
      }
      strides[dim] = size * halo.spacing.get(dim);
      origin += size * halo.before.get(dim);
      long reach = (shape.size(dim) - 1) * halo.spacing.get(dim) + 1;
      size *= halo.before.get(dim) + reach + halo.after.get(dim);
    }
    if (shape.batched()) {
      strides[0] = size;
    }
    return new Layout(List.of(strides), origin, size, core.inner, core.lanes, halo);
  }

  /**
   * A distance of weights that an inner loop walks in. Large powers of two would put all rows into
   * the same few sets of a cache. C2 takes bounds checks out of loops over {@code i * distance},
   * but turns a distance of two powers of two into shifts first and then does not know it any more:
   * 96 = 64 + 32 becomes 112.
   */
  private static long row(long size) {
    long row = size;
    while (Long.bitCount(row) == 2 || Long.bitCount(row) == 1 && row >= ALIASING) {
      row += LANES;
    }
    return row;
  }

  /** A size with its padding: alone if 1, else up to a multiple of {@link #LANES}. */
  static long pad(long size) {
    return size == 1 ? 1 : (size + LANES - 1) / LANES * LANES;
  }

  /** The floats set aside for a tensor of this layout: its end is where the next may begin. */
  long reserved() {
    return pad(Math.max(size, 2));
  }

  /** Whether the layout has floats that are no elements. */
  boolean hasRoom(Shape shape) {
    return size != shape.sizePerExample();
  }
}
