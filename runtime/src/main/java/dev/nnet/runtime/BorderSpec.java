package dev.nnet.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * One array through which a network meets the world.
 *
 * @param kind what it is for
 * @param name as in the text, {@code snake_case}
 * @param element type of its values
 * @param bound n of {@code index<n>}, otherwise 0
 * @param dims sizes of one example, without the batch; empty for one value per example
 * @param where {@code line:column} of its type in the source
 * @param sequence the border of kind LENGTH that says how many of {@code dims[0]} there are of each
 *     example; empty if all
 */
public record BorderSpec(
    Kind kind,
    String name,
    Element element,
    int bound,
    List<Integer> dims,
    String where,
    String sequence) {

  /** The first of {@link #dims} of a sequence without a bound. */
  public static final int ANY = 0;

  /** What a border is for. LOSS is one mean for a batch; METRIC is what a metric sums over one. */
  public enum Kind {
    INPUT,
    TARGET,
    OUTPUT,
    LOSS,
    METRIC,
    /** A number of each example that a metric needs from all of them; in evaluation only. */
    COLUMN,
    /** Numbers in [0, 1) that the trainer draws anew for every step. */
    NOISE,
    /** The number of steps of a sequence, 1 to {@code bound}. */
    LENGTH,
    /** The same of a dimension that has one size for all examples of a run. */
    SIZE,
    /** What a step of a stream gets from the one before. */
    CARRY,
    /** What a step of a stream leaves to the next one: to the CARRY of the same number. */
    NEXT,
    /** What a stretch of a sequence begins with, where training cuts them: {@link StretchSpec}. */
    HELD,
    /** What a stretch leaves to the next one. */
    LEFT;

    /** Whether the examples of a dataset have it: an input or a target. */
    public boolean ofExamples() {
      return this == INPUT || this == TARGET;
    }
  }

  /** Type of the values; all but F32 live in int arrays. */
  public enum Element {
    F32("f32"),
    INDEX("index"),
    I32("i32"),
    BOOL("bool");

    private final String word;

    Element(String word) {
      this.word = word;
    }

    /** As in a spec's text. */
    public String word() {
      return word;
    }
  }

  public BorderSpec {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    Objects.requireNonNull(element);
    Objects.requireNonNull(where);
    dims = List.copyOf(dims);
    Objects.requireNonNull(sequence);
    boolean length = kind == Kind.LENGTH || kind == Kind.SIZE;
    if ((element == Element.INDEX || length) != (bound > 0)) {
      throw new IllegalArgumentException("border " + name + ": index needs a bound, only index");
    }
    boolean any = !sequence.isEmpty() && !dims.isEmpty() && dims.get(0) == ANY;
    ParameterSpec.count(name, dims, any ? 1 : 0);
    boolean one = kind == Kind.LOSS || kind == Kind.COLUMN;
    if ((one && !dims.isEmpty()) || ((one || kind == Kind.METRIC) && element != Element.F32)) {
      throw new IllegalArgumentException("border " + name + ": a loss or metric is f32");
    }
  }

  /** A border without sequences. */
  public BorderSpec(
      Kind kind, String name, Element element, int bound, List<Integer> dims, String where) {
    this(kind, name, element, bound, dims, where, "");
  }

  /** The same for sequences of at most so many steps: of a sequence, or of its lengths. */
  BorderSpec withSteps(int most) {
    if (counts()) {
      return new BorderSpec(kind, name, element, most, dims, where, sequence);
    }
    List<Integer> shorter = new ArrayList<>(dims);
    shorter.set(0, most);
    return new BorderSpec(kind, name, element, bound, shorter, where, sequence);
  }

  /** Whether every example has its own number of steps. */
  public boolean ragged() {
    return !sequence.isEmpty();
  }

  /** Whether it says how many steps examples have. */
  public boolean counts() {
    return kind == Kind.LENGTH || kind == Kind.SIZE;
  }

  /** Whether its sequence, or the one whose steps it counts, has no bound. */
  public boolean open() {
    return counts() ? bound == Integer.MAX_VALUE : ragged() && dims.get(0) == ANY;
  }

  /** Values of one step: the product of all but the first of {@link #dims}. */
  public int valuesPerStep() {
    return ParameterSpec.count(name, dims, 1);
  }

  /**
   * Values of one example in a memory.
   *
   * @param capacity the steps that it has room for, where a sequence has no bound
   */
  long valuesPerExample(int capacity) {
    return open() && ragged() ? (long) valuesPerStep() * capacity : valuesPerExample();
  }

  /** Whether there is a row per example (all but LOSS and METRIC). */
  public boolean perExample() {
    return kind != Kind.LOSS && kind != Kind.METRIC;
  }

  /** Values of one example, which has no sequence without a bound: the product of {@link #dims}. */
  public int valuesPerExample() {
    return ParameterSpec.count(name, dims);
  }

  /** Smallest legal value of an integer border. */
  public int least() {
    return counts() ? 1 : element == Element.I32 ? Integer.MIN_VALUE : 0;
  }

  /** Largest legal value of an integer border. */
  public int greatest() {
    if (counts()) {
      return bound;
    }
    return switch (element) {
      case INDEX -> bound - 1;
      case BOOL -> 1;
      default -> Integer.MAX_VALUE;
    };
  }

  /** The size as people compute it: {@code 28 * 28 = 784}; sizes of 1 are left out. */
  String product() {
    StringJoiner product = new StringJoiner(" * ");
    long factors = dims.stream().filter(d -> d != 1).peek(d -> product.add("" + d)).count();
    return factors < 2 ? "" + valuesPerExample() : product + " = " + valuesPerExample();
  }

  /** The type in the language's notation, with the batch: {@code index<10>[B]}. */
  public String type() {
    StringJoiner sizes = new StringJoiner(", ", "[", "]").add("B");
    for (int i = 0; i < dims.size(); i++) {
      sizes.add(i == 0 && ragged() ? sequence : "" + dims.get(i));
    }
    return element.word() + (bound > 0 ? "<" + bound + ">" : "") + sizes;
  }
}
