package dev.nnet.runtime;

import dev.nnet.runtime.image.Draws;
import java.util.Arrays;

/**
 * One example's place in the border arrays, where values are checked and copied in.
 *
 * <pre>
 *   row.put("image", pixels);      // float[784]
 *   row.put("digit", 7);
 * </pre>
 *
 * A row is a cursor: whoever made it moves it from example to example. Nothing is allocated.
 */
public final class Row {
  private final ModelSpec spec;
  private final Memory memory;
  private final String caller;
  private final Preprocessor[] preprocessors;
  private final boolean[] given;
  private final Draws draws;
  private int slot;
  private long sample = -1;
  private long turn;

  /**
   * @param caller begins every message, for example {@code LeNet5.predict}
   */
  public Row(ModelSpec spec, Memory memory, String caller) {
    this(spec, memory, caller, Draws.NONE);
  }

  /**
   * A row of training, where the random stages of {@code preprocess} are random.
   *
   * @param draws their numbers, which differ from turn to turn and from example to example
   */
  public Row(ModelSpec spec, Memory memory, String caller, Draws draws) {
    this.draws = draws;
    this.spec = spec;
    this.memory = memory;
    this.caller = caller;
    int borders = spec.borders().size();
    this.preprocessors = new Preprocessor[borders];
    this.given = new boolean[borders];
    for (PreprocessSpec raw : spec.preprocessing()) {
      int k = spec.border(raw.border());
      preprocessors[k] = Preprocessor.of(raw, spec, memory.params);
    }
  }

  /** Begins another epoch, or another step where there are no epochs. */
  public void turn(long number) {
    turn = number;
  }

  /**
   * Moves to the example with this number in the batch.
   *
   * @throws IndexOutOfBoundsException if it is not in 0..maxBatch - 1
   */
  public Row at(int slot) {
    return at(slot, -1);
  }

  /** Moves to an example of the batch that has a number of its own in a dataset, for messages. */
  public Row at(int slot, long sample) {
    if (slot < 0 || slot >= memory.maxBatch()) {
      throw new IndexOutOfBoundsException(
          caller + ": example " + slot + " is not in 0.." + (memory.maxBatch() - 1));
    }
    this.slot = slot;
    this.sample = sample;
    Arrays.fill(given, false);
    return this;
  }

  /**
   * Checks that every input, and every target if there is one to learn from, was put since the last
   * move: otherwise the example before would shine through.
   *
   * @throws IllegalArgumentException naming the first border that was not
   */
  public void complete(boolean withTargets) {
    for (int k = 0; k < given.length; k++) {
      BorderSpec.Kind kind = spec.borders().get(k).kind();
      boolean needed =
          kind == BorderSpec.Kind.INPUT || (withTargets && kind == BorderSpec.Kind.TARGET);
      if (needed && !given[k]) {
        throw problem(k, " is missing");
      }
    }
  }

  /** Copies a float border's values, row-major. */
  public void put(String border, float[] values) {
    put(border, values, 0, values.length);
  }

  /** Copies {@code count} values of a float border from within an array. */
  public void put(String border, float[] values, int from, int count) {
    int k = known(border, true);
    int to = floats(k, count);
    System.arraycopy(values, from, memory.floats[k], to, count);
  }

  /** Sets the value of a float border that has one per example, or one step. */
  public void put(String border, float value) {
    int k = known(border, true);
    int to = floats(k, 1);
    memory.floats[k][to] = value;
  }

  /** Copies an integer border's values, row-major; each is checked against the border's range. */
  public void put(String border, int[] values) {
    put(border, values, 0, values.length);
  }

  /** Copies {@code count} values of an integer border from within an array. */
  public void put(String border, int[] values, int from, int count) {
    int k = known(border, false);
    BorderSpec known = spec.borders().get(k);
    int to = ints(k, count);
    for (int j = 0; j < count; j++) {
      int value = values[from + j];
      if (value < known.least() || value > known.greatest()) {
        throw range(k, value, known.dims().isEmpty() ? -1 : j);
      }
    }
    System.arraycopy(values, from, memory.ints[k], to, count);
  }

  /** Sets the value of an integer border that has one per example, or one step. */
  public void put(String border, int value) {
    int k = known(border, false);
    BorderSpec known = spec.borders().get(k);
    int to = ints(k, 1);
    if (value < known.least() || value > known.greatest()) {
      throw range(k, value, -1);
    }
    memory.ints[k][to] = value;
  }

  /** Sets a truth value. */
  public void put(String border, boolean value) {
    put(border, value ? 1 : 0);
  }

  /** Copies truth values. */
  public void put(String border, boolean[] values) {
    int k = known(border, false);
    int to = ints(k, values.length);
    for (int j = 0; j < values.length; j++) {
      memory.ints[k][to + j] = values[j] ? 1 : 0;
    }
  }

  /**
   * Preprocesses an image as the text says.
   *
   * @throws IllegalArgumentException if the border has no {@code preprocess}, or sizes differ
   */
  public void put(String border, Image image) {
    putPixels(border, image.height(), image.width(), image.channels(), image.pixels(), 0);
  }

  /**
   * Preprocesses an image that lies within an array, channels interleaved.
   *
   * @param from offset of its first byte
   */
  public void putPixels(
      String border, int height, int width, int channels, byte[] pixels, int from) {
    int k = known(border, true);
    if (preprocessors[k] == null) {
      throw problem(k, " has no preprocess section: give floats");
    }
    String mismatch = preprocessors[k].mismatch(height, width, channels);
    if (!mismatch.isEmpty()) {
      throw problem(k, mismatch);
    }
    draws.at(turn, sample < 0 ? slot : sample);
    try {
      preprocessors[k].apply(height, width, pixels, from, memory.floats[k], begin(k), draws);
    } catch (IllegalArgumentException e) {
      throw problem(k, ": " + e.getMessage());
    }
    given[k] = true;
  }

  /** Where {@code count} floats of the example begin; behind them is zero. */
  private int floats(int border, int count) {
    check(border, count);
    int to = begin(border);
    int end = to + memory.valuesPerExample(border);
    Arrays.fill(memory.floats[border], to + count, end, 0f);
    return to;
  }

  /** The same for integers. */
  private int ints(int border, int count) {
    check(border, count);
    int to = begin(border);
    int end = to + memory.valuesPerExample(border);
    Arrays.fill(memory.ints[border], to + count, end, 0);
    return to;
  }

  /** Where the example's values begin. */
  private int begin(int border) {
    return slot * memory.valuesPerExample(border);
  }

  private int known(String name, boolean floats) {
    int k = spec.border(name);
    if ((memory.floats[k] != null) != floats) {
      throw problem(
          k, " is " + spec.borders().get(k).type() + (floats ? ", not float" : ", not int"));
    }
    return k;
  }

  private void check(int border, int count) {
    if (spec.borders().get(border).ragged()) {
      steps(border, count);
    } else if (count != memory.valuesPerExample(border)) {
      String product = spec.borders().get(border).product();
      throw problem(border, " has " + count + " values, " + product + " expected");
    }
    given[border] = true;
  }

  /** Notes how many steps the example has; all sequences of one dimension have the same. */
  private void steps(int border, int count) {
    BorderSpec known = spec.borders().get(border);
    int width = known.valuesPerStep();
    int most = known.open() ? Integer.MAX_VALUE : known.dims().get(0);
    int steps = count / width;
    if (count % width != 0) {
      throw problem(border, " has " + count + " values, " + width + " a step expected");
    }
    if (steps < 1 || steps > most) {
      throw problem(
          border, " has length " + steps + ", " + (steps < 1 ? "at least 1" : "at most " + most));
    }
    int length = spec.border(known.sequence());
    int before = memory.ints[length][slot];
    if (given[length] && before != steps) {
      String other = " has length " + steps + ", but the others of " + known.sequence() + " have ";
      throw problem(border, other + before);
    }
    if (known.open()) {
      memory.reserve(steps);
    }
    memory.ints[length][slot] = steps;
    given[length] = true;
  }

  /** Copies the steps of a sequence of vectors. */
  public void put(String border, float[][] steps) {
    int k = known(border, true);
    int width = spec.borders().get(k).valuesPerStep();
    for (int t = 0; t < steps.length; t++) {
      if (steps[t].length != width) {
        throw problem(k, "[" + t + "] has " + steps[t].length + " values, " + width + " expected");
      }
    }
    int to = floats(k, steps.length * width);
    for (float[] step : steps) {
      System.arraycopy(step, 0, memory.floats[k], to, width);
      to += width;
    }
  }

  private IllegalArgumentException range(int border, int value, int at) {
    BorderSpec known = spec.borders().get(border);
    String place = at < 0 ? "" : "[" + at + "]";
    return problem(
        border, place + " = " + value + " is not in " + known.least() + ".." + known.greatest());
  }

  private IllegalArgumentException problem(int border, String what) {
    BorderSpec known = spec.borders().get(border);
    String of = sample < 0 ? "" : "sample " + sample + ": ";
    return new IllegalArgumentException(
        caller
            + ": "
            + of
            + known.name()
            + what
            + " ("
            + spec.source()
            + ":"
            + known.where()
            + ")");
  }
}
