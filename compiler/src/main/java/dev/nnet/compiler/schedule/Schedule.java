package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.KernelPrinter;
import java.util.List;
import java.util.Locale;

/**
 * A program ready to be emitted: steps in order, and where everything lies.
 *
 * @param name the program: {@code inference}, {@code training}
 * @param prologue how many of the steps are run once, before the first run
 * @param preparedFloats memory that the prologue fills
 * @param sequences the network's sequences, as the runtime counts them
 */
public record Schedule(
    String name,
    List<Step> steps,
    int prologue,
    long preparedFloats,
    MemoryPlan memory,
    List<String> sequences) {
  public Schedule {
    steps = List.copyOf(steps);
    sequences = List.copyOf(sequences);
  }

  /** The schedule of the plain emission: over the same memory, with kernels of its own. */
  public Schedule inPlain() {
    List<Step> plain = steps.stream().map(Step::inPlain).toList();
    return new Schedule(name, plain, prologue, preparedFloats, memory, sequences);
  }

  /** Whether it makes gradients. */
  public boolean trains() {
    return steps.stream()
        .flatMap(s -> s.calls().stream())
        .flatMap(c -> c.places().stream())
        .anyMatch(Place.Gradients.class::isInstance);
  }

  /** The kernels, as {@code explain --stage kernels} shows them. */
  public String printKernels() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%s %s: %s units, %d a round%n",
              i < prologue ? "once" : "step",
              step.name(),
              step.extent(),
              step.chunk()));
      for (Call call : step.calls()) {
        text.append(KernelPrinter.print(call.kernel()).indent(2));
        if (call.plain() != call.kernel()) {
          text.append("  plain ")
              .append(KernelPrinter.print(call.plain()).indent(2).stripLeading());
        }
      }
    }
    return text.toString();
  }

  /** The memory plan, as {@code explain --stage memory} shows it. */
  public String printMemory() {
    StringBuilder text = new StringBuilder();
    if (preparedFloats > 0) {
      text.append(String.format(Locale.ROOT, "prepared: %,d floats%n", preparedFloats));
    }
    for (MemoryPlan.Part part : MemoryPlan.Part.values()) {
      long with =
          part == MemoryPlan.Part.FIXED
              ? memory.fixedFloats()
              : part == MemoryPlan.Part.BATCHED
                  ? memory.floatsPerExample()
                  : memory.scratchFloats();
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %s floats, %s without reuse%n",
              part.name().toLowerCase(Locale.ROOT),
              floats(with),
              floats(memory.withoutReuse(part))));
      for (MemoryPlan.Block b : memory.blocks()) {
        if (b.part() == part) {
          String life =
              part == MemoryPlan.Part.SCRATCH
                  ? steps.get(b.step()).name() + " calls " + b.first() + ".." + b.last()
                  : "steps " + b.first() + ".." + b.last();
          text.append(
              String.format(
                  Locale.ROOT,
                  "  %8s .. %8s  %-40s %s%n",
                  Capacity.text(b.offset()),
                  Capacity.text(b.offset() + b.size()),
                  b.tensor().name() + " " + b.tensor().type(),
                  life));
        }
      }
    }
    return text.toString();
  }

  private static String floats(long size) {
    return Capacity.in(size) ? Capacity.text(size) : String.format(Locale.ROOT, "%,d", size);
  }
}
