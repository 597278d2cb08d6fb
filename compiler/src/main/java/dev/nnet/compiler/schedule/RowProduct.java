package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * A sum of products over rows: terms are rows of one factor, sums are rows too, and a tile of the
 * inner loop adds two terms to four sums, each times a number of the other factor.
 *
 * <pre>
 * y[o,p] = sum over k of w[k,o] * x[k,p]   =>   for k: terms[k] = x[k,..]
 *                                               jam(4) o: for k in twos:
 *                                                 vector j: sums[o][j] = fma(w[k+1,o], terms[k+1][j], ..)
 *                                               for o: y[o,..] = sums[o]
 * </pre>
 */
final class RowProduct {
  /**
   * Sums of a tile, at most, and terms that it adds to them: the fastest shape that is vectorised
   * in every JVM. Three terms are not on 17, depending on the length of the row, and are ten times
   * slower then: see the laboratory of rows in {@code benchmarks}.
   */
  private static final int SUMS = 6;

  private static final int TERMS = 2;

  /** Examples in a tile: chunks of them are a multiple. */
  private static final int UNITS = 4;

  /** Terms that are added to one sum alone. */
  private static final int TERMS_OF_ONE = 4;

  /** Floats in a row, at least; {@link #gain} judges the rest. */
  private static final long SHORTEST = 24;

  /** Sums that are stored one beside the other, at most. */
  private static final long TOGETHER = 16;

  /** Rows of terms that stay in the nearest cache, at most. */
  private static final long MOST_TERMS = 64;

  /** Rows of sums, at most. */
  private static final long MOST_SUMS = 32;

  /** Floats of sums that stay in the nearest cache until the next term comes. */
  private static final long NEAR = 8192;

  private static final long TYPICAL_BATCH = 32;

  private final Addressed nest;

  /** Whether the first factor is the one that rows are made of. */
  private final boolean first;

  private final Run run;

  /** Each of its turns has a row of sums; null if there is one only. */
  private final Axis sumAxis;

  /** Whether workers share the sums: else they share examples, each with all its sums. */
  private final boolean shared;

  /** Reduced axes whose terms are rows at the same time, the outermost first. */
  private final List<Axis> terms;

  /** Where terms are copied from; null if memory has them in one piece, or else windows. */
  private final Planes planes;

  private final Windows windows;

  private final Buffer sumRows;
  private final Buffer termRows;

  private RowProduct(
      Addressed nest, boolean first, Run run, Windows windows, Axis sumAxis, List<Axis> terms) {
    this.nest = nest;
    this.first = first;
    this.run = run;
    this.sumAxis = sumAxis;
    this.terms = terms;
    this.windows = windows;
    this.planes = windows != null ? null : Planes.of(factor(nest, first), run, nest.reduced());
    boolean batched = nest.axes().stream().anyMatch(a -> a.extent().equals(Extent.BATCH));
    this.shared = sumAxis != null && (units() || !batched);
    long sums = sumAxis == null || units() ? 1 : sumAxis.extent().most();
    this.sumRows = Buffer.of("sums", new Buffer.Rows(sums, run.length(), units()));
    this.termRows = Buffer.of("terms", new Buffer.Rows(size(terms), run.length(), false));
  }

  /** Null if it is not such a sum, or nothing is gained. */
  static RowLowering.Rows of(Addressed nest) {
    RowProduct best = null;
    for (boolean first : new boolean[] {true, false}) {
      for (boolean packed : new boolean[] {false, true}) {
        RowProduct product = of(nest, first, packed);
        if (product != null && (best == null || product.gain() > best.gain())) {
          best = product;
        }
      }
    }
    return best == null || best.gain() < 1 ? null : best.lower();
  }

  private static RowProduct of(Addressed nest, boolean first, boolean packed) {
    boolean sum =
        !nest.reduced().isEmpty()
            && nest.update() instanceof Expr.Fma f
            && isFactor(f.a())
            && isFactor(f.b())
            && f.c().equals(new Expr.Read(nest.accumulator()))
            && nest.initial() instanceof Expr.Const;
    if (!sum) {
      return null;
    }
    Addressed whole = cut(nest, first);
    Affine vector = factor(whole, first).offset();
    Affine scalar = factor(whole, !first).offset();
    List<Axis> lanes =
        whole.axes().stream()
            .filter(a -> a.extent() instanceof Extent.Fixed)
            .filter(a -> vector.uses(a.var()) && !scalar.uses(a.var()))
            .toList();
    Axis inner = whole.reduced().get(whole.reduced().size() - 1);
    Windows windows = packed ? Windows.of(lanes, factor(whole, first), inner) : null;
    Run run =
        windows != null
            ? windows.run()
            : packed ? Run.packed(lanes, vector) : Run.along(lanes, vector, true);
    if (run.length() < SHORTEST) {
      return null;
    }
    Axis sums = null;
    for (Axis a : whole.axes()) {
      boolean fits = a.extent().equals(Extent.BATCH) || within(a, MOST_SUMS);
      boolean shared = scalar.uses(a.var()) && !vector.uses(a.var()) && fits;
      if (shared && (sums == null || rank(a) > rank(sums))) {
        sums = a;
      }
    }
    List<Axis> terms = new ArrayList<>();
    for (int i = whole.reduced().size() - 1; i >= 0; i--) {
      Axis axis = whole.reduced().get(i);
      boolean joins =
          within(axis, MOST_TERMS / size(terms))
              && (terms.isEmpty()
                  || windows == null
                      && scalar.coefficient(axis.var())
                          == size(terms) * scalar.coefficient(terms.get(terms.size() - 1).var()));
      if (!joins) {
        break;
      }
      terms.add(0, axis);
    }
    boolean units =
        sums != null || whole.axes().stream().anyMatch(a -> a.extent().equals(Extent.BATCH));
    return units ? new RowProduct(whole, first, run, windows, sums, terms) : null;
  }

  private static boolean isFactor(Expr e) {
    return e instanceof Expr.Load load
        && load.row() == null
        && load.buffer().element() == Buffer.Element.F32;
  }

  private static boolean within(Axis axis, long most) {
    return axis.extent() instanceof Extent.Fixed f && f.size() <= most;
  }

  private static long rank(Axis axis) {
    return axis.extent() instanceof Extent.Fixed f ? f.size() : Long.MAX_VALUE;
  }

  private static Expr.Load factor(Addressed nest, boolean first) {
    Expr.Fma fma = (Expr.Fma) nest.update();
    return (Expr.Load) (first ? fma.a() : fma.b());
  }

  /** The nest with axes no longer than rows, sums and terms may be. */
  private static Addressed cut(Addressed nest, boolean first) {
    Affine vector = factor(nest, first).offset();
    Affine scalar = factor(nest, !first).offset();
    Addressed cut = nest;
    for (Axis axis : nest.axes()) {
      boolean lane = vector.coefficient(axis.var()) == 1 && !scalar.uses(axis.var());
      boolean sum = scalar.uses(axis.var()) && !vector.uses(axis.var());
      long most = lane ? Run.LONGEST : sum ? MOST_SUMS : Long.MAX_VALUE;
      cut = cut(cut, axis, most);
    }
    return cut(cut, cut.reduced().get(cut.reduced().size() - 1), MOST_TERMS);
  }

  private static Addressed cut(Addressed nest, Axis axis, long most) {
    if (!(axis.extent() instanceof Extent.Fixed f) || f.size() <= most) {
      return nest;
    }
    long part = Run.part(f.size(), most);
    return nest.split(axis, new Var(axis.var().name() + "_k"), f.size() / part, part);
  }

  private static long size(List<Axis> axes) {
    return axes.stream().mapToLong(a -> a.extent().most()).reduce(1, (a, b) -> a * b);
  }

  private RowLowering.Rows lower() {
    List<Axis> around = new ArrayList<>(nest.axes());
    around.removeIf(a -> a == sumAxis || run.has(a.var()));
    Affine walk = Affine.of(run.walk());
    Affine sum = sum();
    Stmt begin = run.along(new Stmt.Store(sumRows, sum.plus(walk), nest.initial()));
    List<Stmt> adding = new ArrayList<>(added());
    adding.add(0, terms());
    if (windows != null) {
      adding.add(0, windows.gather());
    }
    Stmt add = Stmt.block(adding);
    for (int i = nest.reduced().size() - terms.size() - 1; i >= 0; i--) {
      add = Stmt.serial(nest.reduced().get(i).var(), nest.reduced().get(i).extent(), add);
    }
    RowMap end = new RowMap(run, nest.accumulator(), new Expr.Load(sumRows, sum.plus(walk)));
    Stmt result = end.of(nest.result(), nest.out(), nest.at());
    List<Stmt> body =
        new ArrayList<>(List.of(sums(1, begin), add, neighbours() ? together() : sums(1, result)));
    List<Buffer> rows = new ArrayList<>(List.of(sumRows, termRows));
    if (planes != null) {
      body.add(0, planes.gather());
      rows.add(planes.rows());
    }
    if (windows != null) {
      rows.add(windows.pixels());
    }
    rows.addAll(end.rows());
    return end.fits()
        ? new RowLowering.Rows(rows, RowLowering.around(around, Stmt.block(body)))
        : null;
  }

  /** The factor that rows are made of. */
  private Expr.Load vector() {
    return planes != null ? planes.load() : windows != null ? windows.load() : factor(nest, first);
  }

  /** Whether examples are the sums. */
  private boolean units() {
    return sumAxis != null && sumAxis.extent().equals(Extent.BATCH);
  }

  private Axis inner() {
    return terms.get(terms.size() - 1);
  }

  /** Whether sums are neighbours in the result, and a row is not. */
  private boolean neighbours() {
    return sumAxis != null
        && !shared
        && sumAxis.extent().most() <= TOGETHER
        && nest.at().coefficient(sumAxis.var()) == 1
        && run.step(nest.at()) != 1
        && nest.result().equals(new Expr.Read(nest.accumulator()));
  }

  /** Stores all sums of a place, one beside the other. */
  private Stmt together() {
    Expr value = new Expr.Load(sumRows, sum().plus(run.place()));
    Stmt store = new Stmt.Store(nest.out(), nest.at(), value);
    return run.each(new Stmt.Loop(sumAxis.var(), sumAxis.extent(), Mode.UNROLL, 1, store));
  }

  private Affine sum() {
    return sumAxis == null ? Affine.ZERO : Affine.of(sumAxis.var()).times(run.length());
  }

  /** Sums in a tile: such that few are left over, because workers add those one by one. */
  private int tileSums() {
    if (sumAxis == null || units()) {
      return UNITS;
    }
    long all = sumAxis.extent().most();
    int best = (int) Math.min(SUMS, all);
    for (int sums = best; sums >= SUMS / 2; sums--) {
      best = all % sums < all % best ? sums : best;
    }
    return best;
  }

  /** Adds all terms to all sums; an example that is left over takes more of them at a time. */
  private List<Stmt> added() {
    if (!units()) {
      return List.of(sums(tileSums(), tiles(sumAxis == null ? TERMS_OF_ONE : TERMS)));
    }
    return List.of(
        new Stmt.Loop(sumAxis.var(), sumAxis.extent(), Mode.EVEN, UNITS, tiles(TERMS)),
        new Stmt.Loop(sumAxis.var(), sumAxis.extent(), Mode.ODD, 1, tiles(TERMS_OF_ONE)));
  }

  /** For each sum, so many of them at a time. */
  private Stmt sums(int factor, Stmt body) {
    if (sumAxis == null) {
      return body;
    }
    Mode mode = shared ? Mode.PARALLEL : factor == 1 ? Mode.SERIAL : Mode.JAM;
    return new Stmt.Loop(sumAxis.var(), sumAxis.extent(), mode, factor, body);
  }

  /** Copies the terms to their rows. */
  private Stmt terms() {
    Affine number = Affine.ZERO;
    long stride = 1;
    for (int i = terms.size() - 1; i >= 0; i--) {
      number = number.plus(Affine.of(terms.get(i).var()).times(stride));
      stride *= terms.get(i).extent().most();
    }
    Stmt take = run.take(vector(), termRows, number.times(run.length()));
    for (int i = terms.size() - 1; i >= 0; i--) {
      take = Stmt.serial(terms.get(i).var(), terms.get(i).extent(), take);
    }
    return take;
  }

  /** Adds all terms to a sum. */
  private Stmt tiles(int each) {
    long count = size(terms);
    Var k = new Var("k");
    List<Stmt> tiles = new ArrayList<>();
    if (count >= each) {
      Stmt tile = tile(Affine.of(k).times(each), each);
      tiles.add(Stmt.serial(k, Extent.of(count / each), tile));
    }
    if (count % each > 0) {
      tiles.add(tile(Affine.of(count - count % each), count % each));
    }
    return Stmt.block(tiles);
  }

  private Stmt tile(Affine from, long count) {
    Expr.Load number = factor(nest, !first);
    long next = terms.isEmpty() ? 0 : number.offset().coefficient(inner().var());
    Affine start = number.offset();
    for (Axis axis : terms) {
      start = start.substitute(axis.var(), Affine.ZERO);
    }
    List<Stmt> body = new ArrayList<>();
    Affine sum = sum().plus(Affine.of(run.walk()));
    Expr value = new Expr.Load(sumRows, sum);
    for (long i = 0; i < count; i++) {
      Affine term = from.plus(i);
      Local times = new Local("t" + i);
      Affine at = start.plus(term.times(next));
      body.add(new Stmt.Let(times, new Expr.Load(number.buffer(), at)));
      Affine row = term.times(run.length()).plus(Affine.of(run.walk()));
      Expr a = new Expr.Load(termRows, row);
      Expr b = new Expr.Read(times);
      value = first ? new Expr.Fma(a, b, value) : new Expr.Fma(b, a, value);
    }
    body.add(run.along(new Stmt.Store(sumRows, sum, value)));
    return Stmt.block(body);
  }

  /**
   * How many times faster than scalars, roughly, in nanoseconds as the laboratory has them: a tile
   * costs a start and what it reads and writes of its sums, twice as much if they were far away, a
   * row of terms its copy, a sum at last its way to the result.
   */
  private double gain() {
    double sums = sumAxis == null ? 1 : units() ? UNITS : sumAxis.extent().most();
    double inTile = sumAxis == null ? 1 : Math.min(tileSums(), sums);
    double count = size(terms);
    double length = run.length();
    double used = size(run.axes());
    double inTurn = sumAxis == null ? TERMS_OF_ONE : TERMS;
    double tiles = Math.ceil(sums / inTile) * Math.ceil(count / inTurn);
    double each = count == 1 && sums * length > NEAR ? 0.06 : 0.03;
    double copies = count * (run.copies(vector().offset()) ? 6 + length / 25 : 0.5 * length);
    double gather = windows == null ? 0 : 0.5 * windows.pixels().rows().length();
    double give = run.step(nest.at()) == 1 ? 0.1 : 0.5;
    double rounds = 1;
    for (Axis axis : nest.reduced().subList(0, nest.reduced().size() - terms.size())) {
      rounds *= axis.extent() instanceof Extent.Fixed f ? f.size() : TYPICAL_BATCH;
    }
    double rows = gather + copies + tiles * (10 + each * inTile * length);
    return 0.14 * count * sums * used / (rows + sums * used * give / rounds);
  }
}
