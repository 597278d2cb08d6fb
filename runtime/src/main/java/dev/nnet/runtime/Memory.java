package dev.nnet.runtime;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The arrays one run of a {@link Program} works on; fields are public because generated code reads
 * them directly.
 *
 * <pre>
 *   arena:  | fixed | maxBatch x per example | scratch of worker 0 | scratch of worker 1 | ..
 * </pre>
 *
 * A buffer of the per-example part lies at {@code fixed + unit * batch} for the batch of the run,
 * so its place moves with the batch; {@link Execution} therefore clears that part whenever the
 * batch differs from the run before, and halos a program never writes always read zero.
 */
public final class Memory {
  private static final Program NOTHING = new NoProgram();

  /** Capacities are multiples of this: rows of steps end with whole vectors. */
  private static final int GRAIN = 16;

  /** All parameters in physical layout, {@link ModelSpec#parameterFloats()} values. */
  public final float[] params;

  /** Gradients in the same layout; empty unless the program trains. */
  public final float[] gradients;

  /** What the prologue made of the parameters. */
  public final float[] prepared;

  /** Activations and scratch. */
  public float[] arena;

  /** Steps that there is room for where a sequence has no bound: {@link #reserve} makes it more. */
  public int capacity;

  /**
   * Float borders by index in {@link ModelSpec#borders()}: {@code maxBatch} examples, dense and
   * row-major; what a loss or a metric is for a whole batch; null at the index of an integer
   * border, and of noise where nothing is trained.
   */
  public final float[][] floats;

  /**
   * The same for {@code index}, {@code i32} and {@code bool} (0 or 1) borders; else null. Lengths
   * of sequences begin at the most they can be, or there is room for.
   */
  public final int[][] ints;

  /** The steps of the longest example of the run, for each sequence. */
  public final int[] steps;

  /** How many runs there were: kernels read what does not fit a cache to and fro. */
  public int run;

  /** The borders with the lengths of each sequence. */
  private final int[] lengths;

  /**
   * Scratch of the plain emission, {@code [worker][row][element]}: C2 vectorises a loop over
   * several arrays at the same index, but not over several places of one array.
   */
  public final float[][][] rows;

  /** Whether {@link #prepared} was filled before. */
  final boolean ready;

  private final ModelSpec spec;
  private final Program program;
  private final int maxBatch;
  private final int workers;
  private int exampleBase;
  private int scratch;
  private int scratchFloats;

  /**
   * Allocates arena and borders, all zero.
   *
   * @param params the parameters, not copied
   * @param gradients as long as {@code params}, or empty if the program has no backward pass
   * @param maxBatch largest batch of a run, at least 1
   * @param workers threads that will run the program, at least 1
   * @throws IllegalArgumentException if an array would pass 2^31 - 1 floats, or sizes do not fit
   */
  public Memory(
      ModelSpec spec,
      Program program,
      float[] params,
      float[] gradients,
      int maxBatch,
      int workers) {
    this(spec, program, params, gradients, null, maxBatch, workers);
  }

  /**
   * The same over prepared floats of an earlier memory.
   *
   * @param prepared those of a memory of the same program and parameters; null to prepare anew
   */
  Memory(
      ModelSpec spec,
      Program program,
      float[] params,
      float[] gradients,
      float[] prepared,
      int maxBatch,
      int workers) {
    if (maxBatch < 1 || workers < 1) {
      throw new IllegalArgumentException(
          "a batch of " + maxBatch + " on " + workers + " threads: both start at 1");
    }
    if (params.length != spec.parameterFloats()
        || (gradients.length != 0 && gradients.length != params.length)) {
      throw new IllegalArgumentException(
          spec.network()
              + ": "
              + params.length
              + " parameter and "
              + gradients.length
              + " gradient floats, "
              + spec.parameterFloats()
              + " expected");
    }
    this.params = params;
    this.gradients = gradients;
    this.ready = prepared != null;
    this.prepared = ready ? prepared : new float[program.preparedFloats()];
    this.spec = spec;
    this.program = program;
    this.maxBatch = maxBatch;
    this.workers = workers;
    this.capacity = GRAIN;
    allocate();
    this.rows = new float[workers][program.rows()][program.rowLength()];
    int borders = spec.borders().size();
    this.lengths = spec.lengths();
    this.steps = new int[lengths.length];
    this.floats = new float[borders][];
    this.ints = new int[borders][];
    for (int k = 0; k < borders; k++) {
      BorderSpec border = spec.borders().get(k);
      long values =
          border.perExample()
              ? maxBatch * border.valuesPerExample(capacity)
              : border.valuesPerExample();
      if (border.kind() == BorderSpec.Kind.NOISE && gradients.length == 0) {
        continue;
      }
      if (border.element() == BorderSpec.Element.F32) {
        floats[k] = new float[size(values)];
      } else {
        ints[k] = new int[size(values)];
        if (border.counts()) {
          Arrays.fill(ints[k], border.open() ? capacity : border.bound());
        }
      }
    }
  }

  /**
   * The borders of a memory alone, where examples are read while the other one is in use; no
   * program runs on it.
   */
  public static Memory borders(ModelSpec spec, Memory of) {
    return new Memory(spec, NOTHING, of.params, of.gradients, of.maxBatch, 1);
  }

  /**
   * Exchanges the examples with another memory of the same borders; what a program makes stays.
   *
   * @param spec of both
   */
  public void exchange(ModelSpec spec, Memory other) {
    int most = Math.max(capacity, other.capacity);
    resize(most);
    other.resize(most);
    for (int k = 0; k < floats.length; k++) {
      switch (spec.borders().get(k).kind()) {
        case INPUT, TARGET, LENGTH, SIZE -> {
          float[] f = floats[k];
          floats[k] = other.floats[k];
          other.floats[k] = f;
          int[] i = ints[k];
          ints[k] = other.ints[k];
          other.ints[k] = i;
        }
        default -> {}
      }
    }
  }

  /** The arena for the capacity as it is now, all zero. */
  private void allocate() {
    long base = floats(program::fixedFloats);
    long own = floats(program::scratchFloats);
    long examples = maxBatch * floats(program::floatsPerExample);
    int all = size(base + examples + workers * own);
    this.arena = new float[all];
    this.exampleBase = (int) base;
    this.scratch = (int) (base + examples);
    this.scratchFloats = (int) own;
  }

  /** A size, which is linear in the capacity, and may be more than an int can hold. */
  private long floats(IntUnaryOperator size) {
    long least = size.applyAsInt(GRAIN);
    return least + (size.applyAsInt(2 * GRAIN) - least) * (capacity / GRAIN - 1);
  }

  /**
   * Makes room for longer examples of sequences without a bound; what was put stays.
   *
   * @param steps of the longest
   * @throws IllegalArgumentException if an array would pass 2^31 - 1 floats; everything is as it
   *     was then, also where the JVM has no memory left
   */
  public void reserve(int steps) {
    if (steps > capacity) {
      long more = Math.max(steps, capacity + capacity / 4L);
      long whole = (more + GRAIN - 1) / GRAIN * GRAIN;
      resize((int) Math.min(whole, Integer.MAX_VALUE / GRAIN * GRAIN));
    }
  }

  private void resize(int steps) {
    if (steps == capacity) {
      return;
    }
    int before = capacity;
    float[][] moreFloats = floats.clone();
    int[][] moreInts = ints.clone();
    capacity = steps;
    try {
      spec.borders().forEach(b -> size(maxBatch * b.valuesPerExample(capacity)));
      for (int k = 0; k < floats.length; k++) {
        BorderSpec border = spec.borders().get(k);
        if (border.open() && border.ragged()) {
          int from = (int) border.valuesPerExample(before);
          int to = (int) border.valuesPerExample(capacity);
          moreFloats[k] = floats[k] == null ? null : new float[maxBatch * to];
          moreInts[k] = ints[k] == null ? null : new int[maxBatch * to];
          spread(floats[k], from, moreFloats[k], to);
          spread(ints[k], from, moreInts[k], to);
        }
      }
      allocate();
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      capacity = before; // nothing else has changed
      throw e;
    }
    System.arraycopy(moreFloats, 0, floats, 0, floats.length);
    System.arraycopy(moreInts, 0, ints, 0, ints.length);
  }

  /** Copies the examples of an array {@code now} values apart; null if the border has none. */
  private void spread(Object old, int before, Object more, int now) {
    for (int b = 0; old != null && b < maxBatch; b++) {
      System.arraycopy(old, b * before, more, b * now, before);
    }
  }

  /** Sets the lengths of sequences without a bound to what there is room for. */
  public void lengthen() {
    for (int k : lengths) {
      if (spec.borders().get(k).open()) {
        Arrays.fill(ints[k], capacity);
      }
    }
  }

  /** Values of one example of a border: the distance of examples in its array. */
  public int valuesPerExample(int border) {
    return (int) spec.borders().get(border).valuesPerExample(capacity);
  }

  private int size(long floats) {
    if (floats > Integer.MAX_VALUE - 8) {
      boolean open = spec.borders().stream().anyMatch(BorderSpec::open);
      throw new IllegalArgumentException(
          spec.network()
              + ": a batch of "
              + maxBatch
              + (open ? " with room for " + capacity + " steps" : "")
              + " needs "
              + floats
              + " floats in one array");
    }
    return (int) floats;
  }

  /** Largest batch. */
  public int maxBatch() {
    return maxBatch;
  }

  /** Where the scratch of a worker begins in {@link #arena}. */
  public int scratchBase(int worker) {
    return scratch + worker * scratchFloats;
  }

  /**
   * Finds the longest example of each sequence.
   *
   * @throws IllegalArgumentException if one is longer than there is room for, or sizes differ that
   *     are the same for all examples
   */
  public void measure(int batch) {
    for (int s = 0; s < steps.length; s++) {
      int[] counts = ints[lengths[s]];
      int most = counts[0];
      int least = counts[0];
      for (int b = 1; b < batch; b++) {
        most = Math.max(most, counts[b]);
        least = Math.min(least, counts[b]);
      }
      steps[s] = most;
      check(spec.borders().get(lengths[s]), least, most);
    }
  }

  private void check(BorderSpec sequence, int least, int most) {
    if (least < most && sequence.kind() == BorderSpec.Kind.SIZE) {
      throw new IllegalArgumentException(
          spec.network()
              + ": examples with "
              + least
              + " and with "
              + most
              + " steps in one batch; `dim "
              + sequence.name()
              + "` is the same for all, `sequence "
              + sequence.name()
              + "` is not");
    }
    if (sequence.open() && most > capacity) {
      throw new IllegalArgumentException(
          spec.network() + ": " + most + " steps, but there is room for " + capacity);
    }
  }

  /** Takes what another memory of the same borders was given: the arrays themselves. */
  public void like(ModelSpec spec, Memory other) {
    resize(other.capacity);
    for (int k = 0; k < floats.length; k++) {
      switch (spec.borders().get(k).kind()) {
        case INPUT, TARGET, LENGTH, SIZE, NOISE, HELD -> {
          floats[k] = other.floats[k];
          ints[k] = other.ints[k];
        }
        default -> {}
      }
    }
    System.arraycopy(other.steps, 0, steps, 0, steps.length);
  }

  /** Makes the whole arena read zero, as it was in the beginning. */
  public void clear() {
    Arrays.fill(arena, 0f);
  }

  /** Makes the per-example part of the arena read zero. */
  void clearExamples() {
    Arrays.fill(arena, exampleBase, scratch, 0f);
  }
}
