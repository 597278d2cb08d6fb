package dev.nnet.compiler;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.runtime.BorderSpec;
import java.util.List;

/** A network as a table: layers, shapes, parameters, arithmetic, and the memory of its programs. */
public final class NetworkSummary {
  private NetworkSummary() {}

  /** The table as text, lines ended as the platform does. */
  public static String of(CompiledNetwork network) {
    List<Layers.Row> rows = Layers.of(network.elaborated());
    StringBuilder text = new StringBuilder();
    text.append("%s%n%n".formatted(network.elaborated().name()));
    int width = rows.stream().mapToInt(r -> r.path().length()).reduce(24, Math::max);
    String heading = "%-" + width + "s %-22s %12s %14s %14s%n";
    String line = "%-" + width + "s %-22s %,12d %,14d %,14d%n";
    text.append(heading.formatted("layer", "output", "parameters", "MACs", "FLOPs"));
    for (Layers.Row r : rows) {
      text.append(line.formatted(r.path(), r.type(), r.parameters(), r.macs(), r.flops()));
    }
    long parameters = network.elaborated().graph().parameterCount();
    long macs = rows.stream().mapToLong(Layers.Row::macs).sum();
    long flops = rows.stream().mapToLong(Layers.Row::flops).sum();
    text.append(line.formatted("total", "", parameters, macs, flops));
    if (network.spec().borders().stream().anyMatch(BorderSpec::open)) {
      text.append("operations and memory are those of %d steps%n".formatted(Capacity.TYPICAL));
    }
    text.append("%n".formatted());
    network.schedules().forEach((name, s) -> text.append(memory(name, s.memory())));
    return text.toString();
  }

  private static String memory(String program, MemoryPlan plan) {
    return "%s memory: %,d bytes an example (%,d without reuse), %,d a thread (%,d), %,d fixed%n"
        .formatted(
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
