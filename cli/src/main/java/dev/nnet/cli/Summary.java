package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.pass.Specialise;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.runtime.ParameterSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet summary FILE}: layers, shapes, parameters, arithmetic, memory. */
@Command(name = "summary", description = "Layers, shapes, parameters, FLOPs, memory.")
final class Summary implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Option(names = "--weights", description = "list the paths and sizes of all weights")
  boolean weights;

  private static final class Row {
    String shape = "";
    long parameters;
    long flops;
  }

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
    Graph graph = new Specialise(false).apply(network.elaborated().graph());
    Map<String, Row> rows = new LinkedHashMap<>();
    Set<Value> needed = needed(graph);
    for (Value v : graph.values()) {
      if (!needed.contains(v) || v.op() == Leaf.CONSTANT) {
        continue;
      }
      Row row = rows.computeIfAbsent(v.origin().layer(), k -> new Row());
      if (v.op() == Leaf.PARAMETER) {
        row.parameters += v.shape().sizePerExample();
      } else {
        row.shape = v.type().toString();
        row.flops +=
            v.operands().isEmpty() ? 0 : v.op().flops(v.operandTypes(), v.type(), v.attributes());
      }
    }
    System.out.printf("%s%n%n", network.elaborated().name());
    int width = rows.keySet().stream().mapToInt(String::length).reduce(24, Math::max);
    String heading = "%-" + width + "s %-22s %12s %14s%n";
    String line = "%-" + width + "s %-22s %,12d %,14d%n";
    System.out.printf(heading, "layer", "output", "parameters", "FLOPs");
    rows.forEach((layer, r) -> System.out.printf(line, layer, r.shape, r.parameters, r.flops));
    long flops = rows.values().stream().mapToLong(r -> r.flops).sum();
    System.out.printf(line, "total", "", graph.parameterCount(), flops);
    System.out.println();
    network.schedules().forEach((name, s) -> memory(name, s.memory()));
  }

  private static void memory(String program, MemoryPlan plan) {
    long perExample = plan.floatsPerExample();
    long without = plan.withoutReuse(MemoryPlan.Part.BATCHED);
    long scratch = plan.scratchFloats();
    long scratchWithout = plan.withoutReuse(MemoryPlan.Part.SCRATCH);
    System.out.printf(
        "%s memory: %,d bytes an example (%,d without reuse), %,d a thread (%,d), %,d fixed%n",
        program,
        4 * perExample,
        4 * without,
        4 * scratch,
        4 * scratchWithout,
        4 * plan.fixedFloats());
  }

  /** What the outputs need: the forward pass. */
  private static Set<Value> needed(Graph graph) {
    Set<Value> needed = new HashSet<>(graph.inputs());
    graph.results(Graph.Role.OUTPUT).forEach(r -> needed.add(r.value()));
    for (int i = graph.values().size() - 1; i >= 0; i--) {
      if (needed.contains(graph.values().get(i))) {
        needed.addAll(graph.values().get(i).operands());
      }
    }
    return needed;
  }
}
