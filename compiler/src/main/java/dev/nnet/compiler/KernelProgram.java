package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.emit.ProgramEmitter;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.schedule.Scheduler;
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

  /** One step of nothing but {@link Scheduler#LIMIT_FLOPS} multiply-adds in registers. */
  public static KernelProgram limit(ElaboratedNetwork network, Emission emission) {
    return of(Scheduler.limit(network.span()), network.span().source().fileName(), emission);
  }
}
