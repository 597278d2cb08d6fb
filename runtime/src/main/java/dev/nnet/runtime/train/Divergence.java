package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Program;
import java.util.Arrays;

/**
 * Finds the first number that is not finite in a step that went wrong, by running the step again,
 * part by part, and looking at all memory after each.
 *
 * <p>Only NaN and +infinity count: the padding of max pooling is -infinity, and what else is
 * -infinity, such as the logarithm of 0, becomes one of the two where it is used.
 */
final class Divergence {
  private final ModelSpec spec;
  private final Program program;
  private final Memory memory;
  private final int batch;

  /**
   * @param program with {@link Program#parts}
   * @param memory as the step left it: inputs, targets, noise and weights are those of the step
   */
  Divergence(ModelSpec spec, Program program, Memory memory, int batch) {
    this.spec = spec;
    this.program = program;
    this.memory = memory;
    this.batch = batch;
  }

  /**
   * Whether all numbers that a batch touched are finite. Runs over the gradients of every step:
   * anything times 0 is 0 unless it is not finite, and eight sums need not wait for each other.
   */
  static boolean finite(float[] v, Touched touched) {
    for (int k = 0; k < touched.count(); k++) {
      if (!finite(v, touched.from(k), touched.to(k))) {
        return false;
      }
    }
    return true;
  }

  /** Whether all numbers are finite. */
  static boolean finite(float[] v) {
    return finite(v, 0, v.length);
  }

  private static boolean finite(float[] v, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int whole = from + ((to - from) & -8);
    for (int k = from; k < whole; k += 8) {
      a += v[k] * 0;
      b += v[k + 1] * 0;
      c += v[k + 2] * 0;
      d += v[k + 3] * 0;
      e += v[k + 4] * 0;
      f += v[k + 5] * 0;
      g += v[k + 6] * 0;
      h += v[k + 7] * 0;
    }
    for (int k = whole; k < to; k++) {
      a += v[k] * 0;
    }
    return a + b + c + d + (e + f + g + h) == 0;
  }

  /** What is told of a step that went wrong. */
  static String message(Run run, float loss, String origin) {
    StringBuilder text = new StringBuilder(run.spec.network());
    text.append(Float.isFinite(loss) ? ": a gradient is not finite" : ": the loss is " + loss);
    text.append(" in epoch " + (run.epoch + 1) + ", batch " + (run.batch + 1));
    text.append(" (step " + (run.step + 1) + "), learning rate " + run.lr);
    if (!origin.isEmpty()) {
      text.append("; the first number that is not finite is in " + origin);
    }
    return text.append(advice(run)).toString();
  }

  /** What is told if the last update made weights that are not finite. */
  static String overflow(Run run) {
    return run.spec.network()
        + ": step "
        + run.step
        + " made weights that are not finite, learning rate "
        + run.lr
        + advice(run);
  }

  private static String advice(Run run) {
    String good = run.saved == null ? "" : "; the last good checkpoint is " + run.saved;
    return good + "; a smaller rate or clip_norm may help";
  }

  /** Where it comes from: an example, a weight or a layer; empty if that cannot be told. */
  String origin() {
    for (int k = 0; k < spec.borders().size(); k++) {
      BorderSpec border = spec.borders().get(k);
      boolean given = border.kind().ofExamples();
      int count = memory.valuesPerExample(k);
      for (int i = 0; given && memory.floats[k] != null && i < batch * count; i++) {
        if (!Float.isFinite(memory.floats[k][i])) {
          String where = " (" + spec.source() + ":" + border.where() + ")";
          return "'" + border.name() + "' of example " + i / count + " of the batch" + where;
        }
      }
    }
    for (ParameterSpec parameter : spec.parameters()) {
      if (!finite(parameter.gather(memory.params))) {
        return "the weights '" + parameter.path() + "'";
      }
    }
    clear();
    for (int part = 0; part < program.parts(); ) {
      int step = program.stepOf(part);
      int end = part;
      while (end < program.parts() && program.stepOf(end) == step) {
        end++;
      }
      int extent = program.extent(step, batch);
      program.run(step, memory, batch, 0, extent, 0);
      if (wrong()) {
        return within(step, part, end);
      }
      part = end;
    }
    return "";
  }

  /** The part of a step, which is run example by example if it runs over examples. */
  private String within(int wrong, int first, int end) {
    clear();
    for (int step = 0; step < wrong; step++) {
      program.run(step, memory, batch, 0, program.extent(step, batch), 0);
    }
    int extent = program.extent(wrong, batch);
    // units are independent: other steps, which have few parts, are run as a whole
    int turns = extent == batch ? batch : 1;
    for (int turn = 0; turn < turns; turn++) {
      for (int part = first; part < end; part++) {
        int from = extent * turn / turns;
        program.part(part, memory, batch, from, extent * (turn + 1) / turns, 0, 0, 1);
        if (wrong()) {
          return program.layer(part);
        }
      }
    }
    return program.layer(first);
  }

  private boolean wrong() {
    boolean wrong = wrong(memory.arena) || wrong(memory.gradients);
    for (int k = 0; k < spec.borders().size(); k++) {
      wrong |= computed(k) && wrong(memory.floats[k]);
    }
    return wrong;
  }

  private void clear() {
    memory.clear();
    Arrays.fill(memory.gradients, 0);
    for (int k = 0; k < spec.borders().size(); k++) {
      if (computed(k)) {
        Arrays.fill(memory.floats[k], 0);
      }
    }
  }

  /** Whether a border holds numbers that a program makes. */
  private boolean computed(int border) {
    BorderSpec.Kind kind = spec.borders().get(border).kind();
    return memory.floats[border] != null
        && !kind.ofExamples()
        && kind != BorderSpec.Kind.NOISE
        && kind != BorderSpec.Kind.HELD;
  }

  private static boolean wrong(float[] values) {
    for (float value : values) {
      if (!(value < Float.POSITIVE_INFINITY)) {
        return true;
      }
    }
    return false;
  }
}
