package dev.nnet.cli.report;

import dev.nnet.compiler.KernelProgram;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.schedule.Limits;
import dev.nnet.compiler.schedule.Traffic;
import dev.nnet.compiler.source.Span;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.VectorSupport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a core of this machine does at most, measured: multiply-adds, and memory that is read and
 * copied, for every size of working set that is asked for. Without the vector module it is what
 * scalar code does.
 *
 * <p>Williams, Waterman and Patterson, "Roofline: an insightful visual performance model for
 * multicore architectures", 2009; here with a roof of its own for each working set.
 */
final class Machine {
  /** Working sets from here on are in far memory, whatever the caches. */
  private static final double FAR = 64 << 20;

  /** Sizes are rounded up to four for each doubling. */
  private static final double STEP = Math.pow(2, 0.25);

  /** Bytes a nanosecond. */
  private record Bandwidth(double read, double copied) {}

  private final Program program;
  private final Memory memory;
  private final double seconds;
  private final double flops;
  private final Map<Integer, Bandwidth> measured = new TreeMap<>();

  /**
   * @param workingSet the largest that will be asked for, in bytes
   * @param seconds to measure one thing
   */
  Machine(Span span, double workingSet, double seconds) {
    this.seconds = seconds;
    Emission emission = VectorSupport.available() ? Emission.VECTOR : Emission.PLAIN;
    this.program = KernelProgram.limits(span, emission, units(workingSet)).program();
    ModelSpec spec =
        new ModelSpec("limits", "", List.of(), 0, List.of(), List.of(), List.of(), List.of());
    this.memory = new Memory(spec, program, new float[0], new float[0], 1, 1);
    Timing.steps(program, memory, 1, seconds / 2); // the JVM compiles meanwhile
    double nanos = Timing.units(program, memory, Limits.MULTIPLY, 1, seconds / 2);
    this.flops = Limits.FLOPS / nanos;
  }

  private static int units(double bytes) {
    double units = Math.max(1, Math.min(bytes, FAR) / Limits.UNIT_BYTES);
    return (int) Math.ceil(Math.pow(STEP, Math.ceil(Math.log(units) / Math.log(STEP) - 1e-9)));
  }

  /** Multiply-adds in registers, a nanosecond; one counts two. */
  double flops() {
    return flops;
  }

  /**
   * Nanoseconds that memory takes at least.
   *
   * <p>What is written is paired with as much that is read, at the speed of copying; the rest is
   * read alone.
   *
   * @param workingSet in bytes
   */
  double nanos(Traffic traffic, double workingSet) {
    Bandwidth at = measured.computeIfAbsent(units(workingSet), this::measure);
    double copied = Math.min(2 * traffic.written(), traffic.bytes());
    return copied / at.copied + (traffic.bytes() - copied) / at.read;
  }

  private Bandwidth measure(int units) {
    double bytes = (double) units * Limits.UNIT_BYTES;
    int half = Math.max(1, units / 2);
    double read = Timing.units(program, memory, Limits.READ, units, seconds / 10);
    double copied = Timing.units(program, memory, Limits.COPY, half, seconds / 10);
    return new Bandwidth(bytes / read, 2.0 * half * Limits.UNIT_BYTES / copied);
  }
}
