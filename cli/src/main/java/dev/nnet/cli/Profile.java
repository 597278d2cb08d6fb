package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.KernelProgram;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.schedule.Scheduler;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.VectorSupport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code nnet profile FILE}: what each kernel takes, on one thread.
 *
 * <p>Every kernel is run as a step of its own, so a sum of times is a little more than the fused
 * program takes. The limit is what the same emission reaches with multiply-adds in registers.
 */
@Command(
    name = "profile",
    description = "Time, GFLOP/s and share of the machine's limit by kernel.")
final class Profile implements Callable<Integer> {
  private static final int SAMPLES = 100;

  @Mixin NetworkFile source;

  @Option(names = "--program", description = "inference (default), training or evaluation")
  String program = "inference";

  @Option(names = "--batch", description = "examples in a run, 1 by default")
  int batch = 1;

  @Option(
      names = "--seconds",
      description = "to warm up, 10 by default: the JVM compiles meanwhile")
  double seconds = 10;

  @Option(names = "--plain", description = "without vector instructions")
  boolean plain;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork network = source.compile(StageListener.NONE);
    Emission emission = !plain && VectorSupport.available() ? Emission.VECTOR : Emission.PLAIN;
    KernelProgram kernels = Compiler.kernels(network.elaborated(), program, emission);
    ModelSpec spec = network.spec();
    float[] params = Model.create(network.load(), 1).params();
    float[] gradients = new float[program.equals("training") ? params.length : 0];
    Memory memory = new Memory(spec, kernels.program(), params, gradients, batch, 1);
    for (float[] border : memory.floats) {
      if (border != null) {
        Arrays.fill(border, 0.5f);
      }
    }
    double limit = limit(emission, network);
    double[] nanos = measure(kernels.program(), memory, batch, seconds);
    print(kernels, nanos, limit);
    return 0;
  }

  private static double limit(Emission emission, CompiledNetwork network) {
    Program limit = KernelProgram.limit(network.elaborated(), emission).program();
    ModelSpec spec = network.spec();
    float[] none = new float[spec.parameterFloats()];
    Memory memory = new Memory(spec, limit, none, new float[0], 1, 1);
    return Scheduler.LIMIT_FLOPS / measure(limit, memory, 1, 1)[0];
  }

  /** Nanoseconds of each step: the median after warming up. */
  private static double[] measure(Program program, Memory memory, int batch, double seconds) {
    int steps = program.steps();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      for (int s = 0; s < steps; s++) {
        program.run(s, memory, batch, 0, program.extent(s, batch), 0);
      }
    }
    long[][] samples = new long[steps][SAMPLES];
    for (int k = 0; k < SAMPLES; k++) {
      for (int s = 0; s < steps; s++) {
        long start = System.nanoTime();
        program.run(s, memory, batch, 0, program.extent(s, batch), 0);
        samples[s][k] = System.nanoTime() - start;
      }
    }
    return Arrays.stream(samples).mapToDouble(Profile::median).toArray();
  }

  private static double median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private void print(KernelProgram kernels, double[] nanos, double limit) {
    double total = Arrays.stream(nanos).sum();
    System.out.printf(
        Locale.ROOT,
        "%s, batch %d; the limit is %.1f GFLOP/s%n%n%-52s %6s %10s %7s %9s %8s %7s%n",
        program,
        batch,
        limit,
        "kernel",
        "line",
        "us",
        "share",
        "MFLOP",
        "GFLOP/s",
        "limit");
    double all = 0;
    for (int s = 0; s < nanos.length; s++) {
      Step step = kernels.schedule().steps().get(s);
      double flops = step.flops(batch);
      all += flops;
      row(step.name(), Integer.toString(step.span().line()), nanos[s], total, flops, limit);
    }
    row("total", "", total, total, all, limit);
  }

  private static void row(
      String name, String line, double nanos, double total, double flops, double limit) {
    System.out.printf(
        Locale.ROOT,
        "%-52s %6s %10.1f %5.1f %% %9.2f %8.1f %5.1f %%%n",
        name.length() > 52 ? name.substring(0, 52) : name,
        line,
        nanos / 1e3,
        100 * nanos / total,
        flops / 1e6,
        flops / nanos,
        100 * flops / nanos / limit);
  }
}
