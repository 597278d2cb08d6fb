package dev.nnet.cli;

import dev.nnet.cli.report.KernelTimes;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.runtime.VectorSupport;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code nnet profile FILE}: what each kernel takes, on one thread.
 *
 * <p>Every kernel is run as a step of its own, so a sum of times is a little more than the fused
 * program takes. Two limits are measured as kernels are: multiply-adds in registers, and memory
 * read and copied in a working set of the kernel's size. The last two columns are the shares of
 * both: the larger one is of the limit that binds.
 */
@Command(
    name = "profile",
    description = {
      "Time, GFLOP/s, GB/s and share of the machine's limits by kernel.",
      "MB are what a kernel must move: inputs, weights and results once. fma is the share of what a",
      "core does with multiply-adds in registers, memory the share of what it reads and copies in a",
      "working set of the kernel's size; the larger one binds. What the kernel before has left in a",
      "nearer cache is read faster than that: the share is above 100."
    })
final class Profile implements Callable<Integer> {
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
    print(KernelTimes.measure(network, program, emission, batch, seconds));
    return 0;
  }

  private static void print(KernelTimes times) {
    System.out.printf(
        Locale.ROOT,
        "%s, batch %d; a core does %.1f GFLOP/s at most%n%n%-44s %4s %8s %7s %8s %8s %7s %6s %6s %6s %6s%n",
        times.program(),
        times.batch(),
        times.limit(),
        "kernel",
        "line",
        "us",
        "share",
        "MFLOP",
        "GFLOP/s",
        "MB",
        "GB/s",
        "FLOP/B",
        "fma",
        "memory");
    KernelTimes.Row total = KernelTimes.total(times.rows());
    times.rows().forEach(r -> row(r, Integer.toString(r.line()), total));
    row(total, "", total);
    if (!times.once().isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "%nbefore the first run, once: %d kernels, %.1f us%n",
          times.once().size(),
          KernelTimes.total(times.once()).nanos() / 1e3);
    }
  }

  private static void row(KernelTimes.Row r, String line, KernelTimes.Row total) {
    System.out.printf(
        Locale.ROOT,
        "%-44s %4s %8.1f %5.1f %% %8.2f %8.1f %7.3f %6.1f %6.1f %4.0f %% %4.0f %%%n",
        r.name(44),
        line,
        r.nanos() / 1e3,
        100 * r.nanos() / total.nanos(),
        r.flops() / 1e6,
        r.flops() / r.nanos(),
        r.bytes() / 1e6,
        r.bytes() / r.nanos(),
        r.flops() / r.bytes(),
        100 * r.arithmetic() / r.nanos(),
        100 * r.memory() / r.nanos());
  }
}
