package dev.nnet.runtime;

import java.util.Arrays;

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

  /** All parameters in physical layout, {@link ModelSpec#parameterFloats()} values. */
  public final float[] params;

  /** Gradients in the same layout; empty unless the program trains. */
  public final float[] gradients;

  /** What the prologue made of the parameters. */
  public final float[] prepared;

  /** Activations and scratch. */
  public final float[] arena;

  /**
   * Float borders by index in {@link ModelSpec#borders()}: {@code maxBatch} examples, dense and
   * row-major; what a loss or a metric is for a whole batch; null at the index of an integer
   * border, and of noise where nothing is trained.
   */
  public final float[][] floats;

  /**
   * The same for {@code index}, {@code i32} and {@code bool} (0 or 1) borders; else null. Lengths
   * of sequences begin at the most they can be.
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

  private final int maxBatch;
  private final int exampleBase;
  private final int scratch;
  private final int scratchFloats;

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
    this.maxBatch = maxBatch;
    this.exampleBase = program.fixedFloats();
    this.scratchFloats = program.scratchFloats();
    long examples = (long) maxBatch * program.floatsPerExample();
    this.scratch = size(spec, exampleBase + examples, maxBatch);
    this.arena =
        new float[size(spec, exampleBase + examples + (long) workers * scratchFloats, maxBatch)];
    this.rows = new float[workers][program.rows()][program.rowLength()];
    int borders = spec.borders().size();
    this.lengths = spec.borders(BorderSpec.Kind.LENGTH);
    this.steps = new int[lengths.length];
    this.floats = new float[borders][];
    this.ints = new int[borders][];
    for (int k = 0; k < borders; k++) {
      BorderSpec border = spec.borders().get(k);
      long values =
          border.perExample()
              ? (long) maxBatch * border.valuesPerExample()
              : border.valuesPerExample();
      if (border.kind() == BorderSpec.Kind.NOISE && gradients.length == 0) {
        continue;
      }
      if (border.element() == BorderSpec.Element.F32) {
        floats[k] = new float[size(spec, values, maxBatch)];
      } else {
        ints[k] = new int[size(spec, values, maxBatch)];
        if (border.kind() == BorderSpec.Kind.LENGTH) {
          Arrays.fill(ints[k], border.bound());
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
    for (int k = 0; k < floats.length; k++) {
      switch (spec.borders().get(k).kind()) {
        case INPUT, TARGET, LENGTH -> {
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

  private static int size(ModelSpec spec, long floats, int maxBatch) {
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          spec.network()
              + ": a batch of "
              + maxBatch
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

  /** Finds the longest example of each sequence. */
  void measure(int batch) {
    for (int s = 0; s < steps.length; s++) {
      int most = 0;
      for (int b = 0; b < batch; b++) {
        most = Math.max(most, ints[lengths[s]][b]);
      }
      steps[s] = most;
    }
  }

  /** Takes what another memory of the same borders was given: the arrays themselves. */
  public void like(ModelSpec spec, Memory other) {
    for (int k = 0; k < floats.length; k++) {
      switch (spec.borders().get(k).kind()) {
        case INPUT, TARGET, LENGTH, NOISE -> {
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
