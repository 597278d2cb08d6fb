package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;
import java.util.Arrays;

/**
 * A network that runs over a sequence, step by step: each step gives the bits that the whole
 * sequence would give there.
 *
 * <pre>
 *   Stream s = model.stream();
 *   s.row().put("hour", hour);       // the inputs of one step
 *   s.next();
 *   float[] load = s.output("load"); // the first values: those of this step
 * </pre>
 *
 * Nothing is allocated per step. One thread at a time. The first steps are plain code, as the first
 * answers of a {@link Session} are.
 */
public final class Stream {
  private final Model model;
  private final float[] params;
  private final Memory memory;
  private final Execution execution;
  private final Warmup warmup;
  private final Row row;
  private final OneThread guard;

  /** The borders of what is carried, in and out. */
  private final int[] carries;

  private final int[] nexts;
  private final int[] lengths;

  Stream(Model model, float[] params, Warmup warmup) {
    ModelSpec spec = model.spec();
    Program program = warmup.program();
    if (program == null) {
      throw new UnsupportedOperationException(
          spec.network() + " cannot run step by step: a step needs those that follow");
    }
    this.model = model;
    this.params = params;
    this.warmup = warmup;
    this.memory = new Memory(spec, program, params, new float[0], warmup.prepared(), 1, 1);
    this.execution = new Execution(program, memory, new Workers(1));
    warmup.prepared(memory.prepared);
    this.row = new Row(spec, memory, spec.network() + ".next").at(0);
    this.guard = new OneThread("a stream of " + spec.network());
    this.carries = spec.borders(BorderSpec.Kind.CARRY);
    this.nexts = spec.borders(BorderSpec.Kind.NEXT);
    this.lengths = spec.lengths();
  }

  /** Where the inputs of the next step go: one step of each sequence. */
  public Row row() {
    return row;
  }

  /**
   * Makes a step.
   *
   * @throws IllegalArgumentException if an input was not put since the step before, or several
   *     steps of it
   */
  public void next() {
    guard.enter();
    try {
      row.complete(false);
      for (int k : lengths) {
        if (memory.ints[k][0] != 1) {
          throw new IllegalArgumentException(
              model.spec().network() + ".next: " + memory.ints[k][0] + " steps at once, not one");
        }
      }
      execution.use(warmup.program());
      execution.run(1);
      warmup.answered(1);
      for (int k = 0; k < carries.length; k++) {
        float[] next = memory.floats[nexts[k]];
        System.arraycopy(next, 0, memory.floats[carries[k]], 0, next.length);
      }
      row.at(0);
    } finally {
      guard.leave();
    }
  }

  /** A float output; its first values are those of the last step made. */
  public float[] output(String name) {
    return memory.floats[model.spec().border(name)];
  }

  /** An output of whole numbers. */
  public int[] intOutput(String name) {
    return memory.ints[model.spec().border(name)];
  }

  /** Another stream that goes on from here. */
  public Stream fork() {
    Stream copy = new Stream(model, params, warmup);
    for (int k : carries) {
      System.arraycopy(memory.floats[k], 0, copy.memory.floats[k], 0, memory.floats[k].length);
    }
    return copy;
  }

  /** Goes back to the beginning of a sequence. */
  public void reset() {
    for (int k : carries) {
      Arrays.fill(memory.floats[k], 0f);
    }
  }
}
