package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;
import java.util.Arrays;

/**
 * Predictions without garbage: the arrays are the compiled program's own.
 *
 * <pre>
 *   Session s = model.session(32);
 *   float[] image = s.input("image");        // 32 * 784 values, filled by the caller
 *   float[] logits = s.output("logits");     // 32 * 10 values
 *   s.run(20);                               // the first 20 rows
 * </pre>
 *
 * A session belongs to one thread at a time; two at once are an {@link IllegalStateException}.
 * Close it if it has more than one thread; otherwise there is nothing to close.
 */
public final class Session implements AutoCloseable {
  private final Model model;
  private final Memory memory;
  private final Workers workers;
  private final Execution execution;
  private final Warmup warmup;
  private final Row row;
  private final OneThread guard;

  Session(Model model, float[] params, int maxBatch, int threads, Warmup warmup) {
    this.model = model;
    ModelSpec spec = model.spec();
    Program program = warmup.program();
    this.warmup = warmup;
    float[] prepared = warmup.prepared();
    this.memory = new Memory(spec, program, params, new float[0], prepared, maxBatch, threads);
    this.workers = new Workers(threads);
    this.execution = new Execution(program, memory, workers);
    warmup.prepared(memory.prepared);
    this.guard = new OneThread("a session of " + spec.network());
    this.row = new Row(spec, memory, spec.network() + ".predict");
  }

  boolean serves(Model other) {
    return model == other;
  }

  /** Largest batch. */
  public int maxBatch() {
    return memory.maxBatch();
  }

  /** The array of a float input, {@code maxBatch} rows, to be filled before {@link #run}. */
  public float[] input(String name) {
    return floats(name, BorderSpec.Kind.INPUT);
  }

  /** The array of an integer or bool input. */
  public int[] intInput(String name) {
    return ints(name, BorderSpec.Kind.INPUT);
  }

  /** The array of a float output, valid after {@link #run}. */
  public float[] output(String name) {
    return floats(name, BorderSpec.Kind.OUTPUT);
  }

  /** The array of an integer or bool output. */
  public int[] intOutput(String name) {
    return ints(name, BorderSpec.Kind.OUTPUT);
  }

  /** The array of an integer target, where a dataset puts it beside the inputs. */
  public int[] intTarget(String name) {
    return ints(name, BorderSpec.Kind.TARGET);
  }

  /** The array of a float target, where a dataset puts it beside the inputs. */
  public float[] target(String name) {
    return floats(name, BorderSpec.Kind.TARGET);
  }

  /** The lengths of a sequence, {@code maxBatch} of them, to be filled before {@link #run}. */
  public int[] lengths(String sequence) {
    int k = model.spec().border(sequence);
    if (!model.spec().borders().get(k).counts()) {
      throw new IllegalArgumentException(sequence + " is no sequence");
    }
    return memory.ints[k];
  }

  /** How many steps of an example a border with a sequence holds. */
  public int steps(String name, int slot) {
    BorderSpec border = model.spec().borders().get(model.spec().border(name));
    return border.ragged() ? lengths(border.sequence())[slot] : border.dims().get(0);
  }

  /**
   * Makes room for examples of so many steps, where a sequence has no bound: arrays that were asked
   * for before are not those of the session any more, and lengths begin at what there is room for.
   * {@link Row#put} makes room by itself.
   */
  public void reserve(int steps) {
    memory.reserve(steps);
    memory.lengthen();
  }

  private int begin(String name, int slot) {
    return slot * memory.valuesPerExample(model.spec().border(name));
  }

  /** An example's values in a float output, row-major; of a sequence those of its steps. */
  public float[] floats(String name, int slot) {
    int from = begin(name, slot);
    return Arrays.copyOfRange(output(name), from, from + values(name, slot));
  }

  /** An example's values in an output of whole numbers or truth values (0 or 1). */
  public int[] ints(String name, int slot) {
    int from = begin(name, slot);
    return Arrays.copyOfRange(intOutput(name), from, from + values(name, slot));
  }

  private int values(String name, int slot) {
    return steps(name, slot)
        * model.spec().borders().get(model.spec().border(name)).valuesPerStep();
  }

  /** The steps of an example in a float output, each an array. */
  public float[][] rows(String name, int slot) {
    BorderSpec border = model.spec().borders().get(model.spec().border(name));
    int width = border.valuesPerStep();
    float[] values = output(name);
    float[][] rows = new float[steps(name, slot)][];
    for (int t = 0; t < rows.length; t++) {
      int from = begin(name, slot) + t * width;
      rows[t] = Arrays.copyOfRange(values, from, from + width);
    }
    return rows;
  }

  /** A checked way in: copies one example's inputs into row {@code slot}. */
  public Row row(int slot) {
    return row.at(slot);
  }

  /**
   * Computes the outputs of the first {@code batch} rows.
   *
   * @throws IllegalArgumentException if the batch is not in 1..maxBatch, or an index is out of
   *     range
   * @throws IllegalStateException if another thread is in here
   */
  public void run(int batch) {
    guard.enter();
    try {
      if (batch < 1 || batch > memory.maxBatch()) {
        throw new IllegalArgumentException(
            model.spec().network()
                + ".predict: a batch of "
                + batch
                + " is not in 1.."
                + memory.maxBatch());
      }
      checkIndices(batch);
      execution.use(warmup.program());
      execution.run(batch);
      warmup.answered(batch);
    } finally {
      guard.leave();
    }
  }

  /** Generated code trusts its indices: one that is too large would read another row's weights. */
  private void checkIndices(int batch) {
    for (int k = 0; k < memory.ints.length; k++) {
      BorderSpec border = model.spec().borders().get(k);
      int[] values = memory.ints[k];
      boolean given = border.kind() == BorderSpec.Kind.INPUT || border.counts();
      if (!given || values == null) {
        continue;
      }
      int least = border.least();
      int greatest = border.greatest();
      int count = values.length / memory.maxBatch() * batch;
      for (int j = 0; j < count; j++) {
        if (values[j] < least || values[j] > greatest) {
          throw outOfRange(border, j, values[j]);
        }
      }
    }
  }

  private IllegalArgumentException outOfRange(BorderSpec border, int place, int value) {
    ModelSpec spec = model.spec();
    return new IllegalArgumentException(
        String.format(
            java.util.Locale.ROOT,
            "%s.predict: %s[%d] = %d is not in %d..%d (%s:%s)",
            spec.network(),
            border.name(),
            place,
            value,
            border.least(),
            border.greatest(),
            spec.source(),
            border.where()));
  }

  /** Ends the session's threads. */
  @Override
  public void close() {
    workers.close();
  }

  private float[] floats(String name, BorderSpec.Kind kind) {
    float[] array = memory.floats[border(name, kind)];
    if (array == null) {
      throw new IllegalArgumentException(name + " holds integers: ask for ints");
    }
    return array;
  }

  private int[] ints(String name, BorderSpec.Kind kind) {
    int[] array = memory.ints[border(name, kind)];
    if (array == null) {
      throw new IllegalArgumentException(name + " holds floats: ask for floats");
    }
    return array;
  }

  private int border(String name, BorderSpec.Kind kind) {
    int k = model.spec().border(name);
    if (model.spec().borders().get(k).kind() != kind) {
      throw new IllegalArgumentException(
          name + " is " + model.spec().borders().get(k).kind() + ", not " + kind);
    }
    return k;
  }
}
