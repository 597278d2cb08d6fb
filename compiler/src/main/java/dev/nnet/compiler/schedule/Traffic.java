package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.LoadWalk;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory that kernels must move: what they read and what they write, every element once,
 * however often they do.
 *
 * <pre>
 * parallel b &lt; B: jam i &lt; 12: y[12*b + i] = sum j of x[5*b + j] * w[12*j + i]
 *   read 4 * (5*B + 60), written 4 * 12*B
 * </pre>
 *
 * What a kernel has written itself it need not read. Rows that an index names count as often as
 * they are named.
 *
 * @param read bytes
 * @param written bytes
 */
public record Traffic(double read, double written) {
  static final Traffic NONE = new Traffic(0, 0);

  /** Of one call of a kernel. */
  static Traffic of(Kernel kernel, long batch) {
    Walk walk = new Walk(batch);
    kernel.body().accept(walk);
    walk.written.forEach(
        (buffer, places) -> walk.read(buffer).all.keySet().removeAll(places.all.keySet()));
    return new Traffic(bytes(walk.read), bytes(walk.written));
  }

  private static double bytes(Map<Buffer, Places> places) {
    return Float.BYTES * places.values().stream().mapToDouble(Places::count).sum();
  }

  /** Both together. */
  public double bytes() {
    return read + written;
  }

  Traffic plus(Traffic other) {
    return new Traffic(read + other.read, written + other.written);
  }

  Traffic times(double turns) {
    return new Traffic(turns * read, turns * written);
  }

  /** A load or a store, for all turns of the loops around it. */
  private record Place(Affine offset, Expr row, long stride) {}

  /** How many elements a place is, and between which two they lie. */
  private record Range(double count, double first, double last) {}

  /** All places of a buffer that are read, or written. */
  private static final class Places {
    final Map<Place, Range> all = new LinkedHashMap<>();

    /**
     * Elements: places may overlap, as those of windows do, so no more than lie between the ends.
     */
    double count() {
      double sum = all.values().stream().mapToDouble(Range::count).sum();
      double first = all.values().stream().mapToDouble(Range::first).min().orElse(0);
      double last = all.values().stream().mapToDouble(Range::last).max().orElse(-1);
      return Math.min(sum, last - first + 1);
    }
  }

  private static final class Walk extends LoadWalk {
    final Map<Buffer, Places> read = new HashMap<>();
    final Map<Buffer, Places> written = new HashMap<>();
    private final Map<Var, Long> extents = new HashMap<>();
    private final long batch;

    Walk(long batch) {
      this.batch = batch;
    }

    Places read(Buffer buffer) {
      return read.computeIfAbsent(buffer, b -> new Places());
    }

    @Override
    public Void loop(Stmt.Loop loop) {
      extents.put(loop.var(), Capacity.at(loop.extent().size(batch), Capacity.TYPICAL));
      super.loop(loop);
      extents.remove(loop.var());
      return null;
    }

    @Override
    public Void store(Stmt.Store store) {
      Places places = written.computeIfAbsent(store.buffer(), b -> new Places());
      see(places, new Place(store.offset(), store.row(), store.stride()));
      return super.store(store);
    }

    @Override
    protected void load(Expr.Load load) {
      see(read(load.buffer()), new Place(load.offset(), load.row(), load.stride()));
    }

    private void see(Places places, Place place) {
      places.all.put(place, place.row == null ? range(place.offset) : rows());
    }

    /** Nobody knows which rows: one for each turn. */
    private Range rows() {
      double turns =
          extents.values().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
      return new Range(turns, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private Range range(Affine offset) {
      double count = 1;
      double first = Capacity.at(offset.constant(), Capacity.TYPICAL);
      double last = first;
      for (Map.Entry<Var, Long> term : offset.terms().entrySet()) {
        long turns = extents.getOrDefault(term.getKey(), 1L); // 1 for a step of a loop outside
        double reach = (double) Capacity.at(term.getValue(), Capacity.TYPICAL) * (turns - 1);
        count *= turns;
        first += Math.min(0, reach);
        last += Math.max(0, reach);
      }
      return new Range(count, first, last);
    }
  }
}
