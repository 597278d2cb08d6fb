package dev.nnet.cli.report;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.KernelProgram;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.compiler.schedule.Traffic;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each kernel of a program takes, on one thread, beside what the machine could do at most.
 *
 * <p>Every kernel is run as a step of its own, so a sum of times is a little more than the fused
 * program takes.
 *
 * @param limit of multiply-adds, in floating-point operations a nanosecond
 * @param once what is computed from weights alone, before the first run
 */
public record KernelTimes(String program, int batch, double limit, List<Row> once, List<Row> rows) {
  /**
   * A kernel.
   *
   * @param name with the path of its layer
   * @param line of its layer in the text
   * @param nanos the median of its runs
   * @param flops a fused multiply-add counts two
   * @param bytes it must move: inputs, weights and results, each element once
   * @param arithmetic nanoseconds at least for its operations
   * @param memory nanoseconds at least for its bytes
   */
  public record Row(
      String name,
      int line,
      double nanos,
      double flops,
      double bytes,
      double arithmetic,
      double memory) {
    /**
     * The name in that many characters: of a path that is too long the middle is left out, {@code
     * bottlenecks_3/../relu6_1_clip}.
     */
    public String name(int most) {
      String last = name.substring(name.lastIndexOf('/') + 1);
      for (int cut = name.length(); name.length() > most && cut > 0; ) {
        cut = name.lastIndexOf('/', cut - 1);
        String shorter = name.substring(0, cut + 1) + "../" + last;
        if (shorter.length() <= most) {
          return shorter;
        }
      }
      return name.length() <= most ? name : last.substring(0, Math.min(most, last.length()));
    }
  }

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
    double[] nanos = Timing.steps(kernels.program(), memory, batch, seconds);
    List<Step> steps = kernels.schedule().steps();
    double largest = steps.stream().mapToDouble(s -> s.workingSet(batch)).max().orElse(1);
    Machine machine = new Machine(network.elaborated().span(), largest, Math.min(1, seconds));
    List<Row> rows = new ArrayList<>();
    for (int s = 0; s < nanos.length; s++) {
      rows.add(row(steps.get(s), batch, nanos[s], machine));
    }
    int once = kernels.schedule().prologue();
    return new KernelTimes(
        program, batch, machine.flops(), rows.subList(0, once), rows.subList(once, rows.size()));
  }

  private static Row row(Step step, int batch, double nanos, Machine machine) {
    double flops = step.flops(batch);
    Traffic traffic = step.traffic(batch);
    String layer = step.calls().get(0).kernel().layer();
    // all of a network lies in its output: logits/conv2d_1
    String parent =
        layer.substring(
            layer.indexOf('/') + 1, Math.max(layer.indexOf('/'), layer.lastIndexOf('/')) + 1);
    return new Row(
        parent + step.name(),
        step.span().line(),
        nanos,
        flops,
        traffic.bytes(),
        flops / machine.flops(),
        machine.nanos(traffic, step.workingSet(batch)));
  }

  /** Some kernels as one. */
  public static Row total(List<Row> rows) {
    double[] sums = new double[5];
    for (Row r : rows) {
      double[] values = {r.nanos, r.flops, r.bytes, r.arithmetic, r.memory};
      Arrays.setAll(sums, i -> sums[i] + values[i]);
    }
    return new Row("total", 0, sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  /**
   * Numbers that no kernel finds easier than others; sequences have full length, and typical length
   * without a bound.
   */
  private static void fill(Memory memory) {
    memory.reserve((int) Capacity.TYPICAL);
    memory.lengthen();
    for (float[] border : memory.floats) {
      if (border != null) {
        Arrays.fill(border, 0.5f);
      }
    }
  }
}
