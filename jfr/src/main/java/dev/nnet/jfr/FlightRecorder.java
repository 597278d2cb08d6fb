package dev.nnet.jfr;

import dev.nnet.runtime.Program;
import dev.nnet.runtime.StepObserver;

/** Puts an event around each step; costs a look at a flag where nothing is recorded. */
public final class FlightRecorder implements StepObserver {
  @Override
  public Program observed(Program program) {
    return new RecordedProgram(program);
  }
}
