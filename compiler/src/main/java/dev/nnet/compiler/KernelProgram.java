package dev.nnet.compiler;

import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.emit.ProgramEmitter;
import dev.nnet.compiler.schedule.Limits;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.source.Span;
import dev.nnet.runtime.Program;
import java.util.Map;

/** A loaded program beside the schedule it was emitted from, step by step. */
public record KernelProgram(Schedule schedule, Program program) {

  /** Emits and loads a schedule. */
  public static KernelProgram of(Schedule schedule, String file, Emission emission) {
    byte[] bytes = ProgramEmitter.emit("Kernels", file, schedule, emission);
    try {
      Class<?> type = new ClassesLoader(Map.of("Kernels", bytes)).loadClass("Kernels");
      return new KernelProgram(schedule, (Program) type.getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the emitted class does not load", e);
    }
  }

  /**
   * What a core can do at most.
   *
   * @param units memory to measure at most, in {@link Limits#UNIT_BYTES}
   */
  public static KernelProgram limits(Span span, Emission emission, int units) {
    return of(Limits.schedule(span, units), span.source().fileName(), emission);
  }
}
