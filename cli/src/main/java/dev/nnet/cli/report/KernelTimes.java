package dev.nnet.cli.report;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.KernelProgram;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.schedule.Scheduler;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each kernel of a program takes, on one thread.
 *
 * <p>Every kernel is run as a step of its own, so a sum of times is a little more than the fused
 * program takes. The limit is what the same emission reaches with multiply-adds in registers.
 *
 * @param limit of the machine, in floating-point operations a nanosecond
 */
public record KernelTimes(String program, int batch, double limit, List<Row> rows) {
  private static final int SAMPLES = 100;

  /**
   * A kernel.
   *
   * @param line of its layer in the text
   * @param nanos the median of its runs
   * @param flops a fused multiply-add counts two
   */
  public record Row(String name, int line, double nanos, double flops) {}

  /**
   * Measures.
   *
   * @param program {@code inference}, {@code training} or {@code evaluation}
   * @param seconds to warm up, and at most for the measurement after it
   */
  public static KernelTimes measure(
      CompiledNetwork network, String program, Emission emission, int batch, double seconds) {
    KernelProgram kernels = Compiler.kernels(network.elaborated(), program, emission);
    ModelSpec spec = network.spec();
    float[] params = Model.create(network.load(), 1).params();
    float[] gradients = new float[program.startsWith("training") ? params.length : 0];
    Memory memory = new Memory(spec, kernels.program(), params, gradients, batch, 1);
    fill(memory);
    memory.measure(batch);
    double[] nanos = measure(kernels.program(), memory, batch, seconds);
    List<Row> rows = new ArrayList<>();
    for (int s = 0; s < nanos.length; s++) {
      Step step = kernels.schedule().steps().get(s);
      rows.add(new Row(step.name(), step.span().line(), nanos[s], step.flops(batch)));
    }
    double limit = limit(emission, network, Math.min(1, seconds));
    return new KernelTimes(program, batch, limit, rows);
  }

  /**
   * Numbers that no kernel finds easier than others; sequences have full length in a new memory.
   */
  private static void fill(Memory memory) {
    for (float[] border : memory.floats) {
      if (border != null) {
        Arrays.fill(border, 0.5f);
      }
    }
  }

  private static double limit(Emission emission, CompiledNetwork network, double seconds) {
    Program limit = KernelProgram.limit(network.elaborated(), emission).program();
    ModelSpec spec = network.spec();
    float[] none = new float[spec.parameterFloats()];
    Memory memory = new Memory(spec, limit, none, new float[0], 1, 1);
    return Scheduler.LIMIT_FLOPS / measure(limit, memory, 1, seconds)[0];
  }

  /** Nanoseconds of each step: the median after warming up. */
  private static double[] measure(Program program, Memory memory, int batch, double seconds) {
    int steps = program.steps();
    long span = (long) (seconds * 1e9);
    long end = System.nanoTime() + span;
    do {
      for (int s = 0; s < steps; s++) {
        program.run(s, memory, batch, 0, program.extent(s, batch), 0);
      }
    } while (System.nanoTime() < end);
    long[][] samples = new long[steps][SAMPLES];
    int taken = 0;
    for (end += span; taken < SAMPLES && (taken < 3 || System.nanoTime() < end); taken++) {
      for (int s = 0; s < steps; s++) {
        long start = System.nanoTime();
        program.run(s, memory, batch, 0, program.extent(s, batch), 0);
        samples[s][taken] = System.nanoTime() - start;
      }
    }
    int count = taken;
    return Arrays.stream(samples).mapToDouble(v -> median(v, count)).toArray();
  }

  private static double median(long[] values, int count) {
    Arrays.sort(values, 0, count);
    return values[count / 2];
  }
}
