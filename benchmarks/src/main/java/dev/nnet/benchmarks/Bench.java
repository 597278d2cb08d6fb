package dev.nnet.benchmarks;

import dev.nnet.compiler.KernelProgram;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.schedule.Call;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.compiler.schedule.Place;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.source.Span;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One kernel, emitted as networks' kernels are, and memory for it: what a laboratory runs. */
record Bench(Program program, Memory memory) {
  /** Where kernels of a laboratory say they come from. */
  static final Span SPAN = new Span(new Source("laboratory.nnet", "product"), 0, 7);

  /**
   * Emits the kernel.
   *
   * @param starts where its buffers begin in an arena of so many floats
   */
  static Bench of(Kernel kernel, List<Integer> starts, int floats, Emission emission) {
    List<Place> places = new ArrayList<>();
    starts.forEach(start -> places.add(new Place.Fixed(start)));
    Call call = new Call(kernel, kernel, places, null);
    Step step = new Step("product", kernel.span(), 1, List.of(call));
    MemoryPlan plan = new MemoryPlan(Map.of(), List.of(), floats, 0, 0);
    Schedule schedule = new Schedule("laboratory", List.of(step), 0, 0, plan, List.of());
    Program program = KernelProgram.of(schedule, "laboratory.nnet", emission).program();
    ModelSpec spec =
        new ModelSpec(
            "Laboratory",
            "laboratory.nnet",
            List.of(),
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    Memory memory = new Memory(spec, program, new float[0], new float[0], 1, 1);
    Arrays.fill(memory.arena, 0.01f);
    return new Bench(program, memory);
  }

  void run() {
    program.run(0, memory, 1, 0, 1, 0);
  }
}
