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
 * program takes. The limit is what the same emission reaches with multiply-adds in registers.
 */
@Command(
    name = "profile",
    description = "Time, GFLOP/s and share of the machine's limit by kernel.")
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
    double total = times.rows().stream().mapToDouble(KernelTimes.Row::nanos).sum();
    System.out.printf(
        Locale.ROOT,
        "%s, batch %d; the limit is %.1f GFLOP/s%n%n%-52s %6s %10s %7s %9s %8s %7s%n",
        times.program(),
        times.batch(),
        times.limit(),
        "kernel",
        "line",
        "us",
        "share",
        "MFLOP",
        "GFLOP/s",
        "limit");
    double all = 0;
    for (KernelTimes.Row r : times.rows()) {
      all += r.flops();
      row(r.name(), Integer.toString(r.line()), r.nanos(), total, r.flops(), times.limit());
    }
    row("total", "", total, total, all, times.limit());
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
