package dev.nnet.runtime;

/**
 * A compiled list of steps over a {@link Memory}.
 *
 * <p>A run is: for every step in order, all its units, then a barrier. Units of one step are
 * independent and may be shared out among workers in contiguous ranges; the result never depends on
 * how. Instances have no state and may be shared between threads.
 *
 * <pre>
 *   step 0   [unit 0 .. 7 | unit 8 .. 15]     two workers, ranges cut at multiples of grain(0)
 *            ------------ barrier ---------
 *   step 1   [unit 0]                         serial
 * </pre>
 */
public abstract class Program {
  /** Number of steps, those of the prologue included. */
  public abstract int steps();

  /**
   * Number of steps at the beginning that depend on the parameters alone: they are run once and
   * fill {@link Memory#prepared}.
   */
  public int prologue() {
    return 0;
  }

  /** Floats that the prologue fills. */
  public int preparedFloats() {
    return 0;
  }

  /** Number of independent units of a step for this batch; 1 means serial. */
  public abstract int extent(int step, int batch);

  /**
   * Units one worker gets at least, at least 1; cuts are multiples of it. Depends on the step only.
   */
  public abstract int grain(int step);

  /** What a step computes, and its line: {@code conv2d_1_tanh_1 (lenet5.nnet:12)}. */
  public String name(int step) {
    return "step " + step;
  }

  /**
   * Runs the units {@code from <= u < to} of a step.
   *
   * @param batch examples in this run, at most the memory's {@code maxBatch}
   * @param worker number of the calling worker, which owns {@link Memory#scratchBase(int)}
   */
  public abstract void run(int step, Memory memory, int batch, int from, int to, int worker);

  /**
   * Number of parts that steps are made of and that can be run alone, in order; 0 if steps are run
   * as a whole only. Workers share the parts of a step where there are fewer examples than workers;
   * the plain emission of a program that trains has them for finding out where a number went wrong.
   */
  public int parts() {
    return 0;
  }

  /** The step that a part belongs to. */
  public int stepOf(int part) {
    throw new IndexOutOfBoundsException(part);
  }

  /** The layer that a part computes and its line: {@code dense_1_linear (lenet5.nnet:14)}. */
  public String layer(int part) {
    throw new IndexOutOfBoundsException(part);
  }

  /** Examples that the parts of a step take at a time; 0 if workers cannot share an example. */
  public int round(int step) {
    return 0;
  }

  /** Pieces into which workers can cut a part for one example; 1 if not at all. */
  public int pieces(int part) {
    return 1;
  }

  /** Pieces that a worker gets at least. */
  public int pieceGrain(int part) {
    return 1;
  }

  /**
   * The part behind the last one of the loop over steps that a part is made in; 0 if it is in none.
   * All parts of a loop are made in order before the first is made again.
   */
  public int loopEnd(int part) {
    return 0;
  }

  /** How often a part is made: once, or for the steps of the longest example in memory. */
  public int turns(int part, Memory memory) {
    return 1;
  }

  /**
   * Runs a share of a part; a step that runs over examples is the same as all shares of a part
   * after those of the part before, for each example. All use the scratch of worker 0.
   *
   * @param turn how often the part was made before, in the running loop
   * @param share 0 .. {@code shares - 1}
   * @see #run
   */
  public void part(
      int part, Memory memory, int batch, int from, int to, int turn, int share, int shares) {
    throw new IndexOutOfBoundsException(part);
  }

  /** Where a share of {@code extent} units begins: a multiple of the grain, or the end. */
  protected static int cut(int extent, int grain, int share, int shares) {
    long pieces = ((long) extent + grain - 1) / grain;
    return (int) Math.min(extent, pieces * share / shares * grain);
  }

  /**
   * Floats at the start of the arena, independent of the batch.
   *
   * @param capacity steps that the memory has room for, where a sequence has no bound
   */
  public abstract int fixedFloats(int capacity);

  /** Floats of arena per example, behind the fixed part. */
  public abstract int floatsPerExample(int capacity);

  /** Floats of scratch per worker, behind the rest. */
  public abstract int scratchFloats(int capacity);

  /** Number of row arrays per worker, see {@link Memory#rows}; 0 for none. */
  public abstract int rows();

  /** Floats in each row array. */
  public abstract int rowLength();
}
