package dev.nnet.cli;

import dev.nnet.cli.report.Layers;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.ParameterSpec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet summary FILE}: layers, shapes, parameters, arithmetic, memory. */
@Command(
    name = "summary",
    description = "Layers, shapes, parameters, multiply-adds, FLOPs, memory.")
final class Summary implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Option(names = "--weights", description = "list the paths and sizes of all weights")
  boolean weights;

  @Override
  public Integer call() throws IOException {
    for (CompiledNetwork network : source.compileAll(StageListener.NONE)) {
      if (source.network == null || source.network.equals(network.elaborated().name())) {
        if (weights) {
          weights(network);
        } else {
          print(network);
        }
      }
    }
    return 0;
  }

  /** What files hold: weights, and states such as running means. */
  private static void weights(CompiledNetwork network) {
    List<ParameterSpec> all = network.spec().parameters();
    int width = all.stream().mapToInt(p -> p.path().length()).max().orElse(0);
    for (ParameterSpec p : all) {
      System.out.printf("%-" + width + "s %s%s%n", p.path(), p.dims(), p.trained() ? "" : " state");
    }
  }

  private static void print(CompiledNetwork network) {
    List<Layers.Row> rows = Layers.of(network.elaborated());
    System.out.printf("%s%n%n", network.elaborated().name());
    int width = rows.stream().mapToInt(r -> r.path().length()).reduce(24, Math::max);
    String heading = "%-" + width + "s %-22s %12s %14s %14s%n";
    String line = "%-" + width + "s %-22s %,12d %,14d %,14d%n";
    System.out.printf(heading, "layer", "output", "parameters", "MACs", "FLOPs");
    for (Layers.Row r : rows) {
      System.out.printf(line, r.path(), r.type(), r.parameters(), r.macs(), r.flops());
    }
    long parameters = network.elaborated().graph().parameterCount();
    long macs = rows.stream().mapToLong(Layers.Row::macs).sum();
    long flops = rows.stream().mapToLong(Layers.Row::flops).sum();
    System.out.printf(line, "total", "", parameters, macs, flops);
    if (network.spec().borders().stream().anyMatch(BorderSpec::open)) {
      System.out.println("operations and memory are those of " + Capacity.TYPICAL + " steps");
    }
    System.out.println();
    network.schedules().forEach((name, s) -> memory(name, s.memory()));
  }

  private static void memory(String program, MemoryPlan plan) {
    System.out.printf(
        "%s memory: %,d bytes an example (%,d without reuse), %,d a thread (%,d), %,d fixed%n",
        program,
        bytes(plan.floatsPerExample()),
        bytes(plan.withoutReuse(MemoryPlan.Part.BATCHED)),
        bytes(plan.scratchFloats()),
        bytes(plan.withoutReuse(MemoryPlan.Part.SCRATCH)),
        bytes(plan.fixedFloats()));
  }

  private static long bytes(long floats) {
    return Float.BYTES * Capacity.at(floats, Capacity.TYPICAL);
  }
}
