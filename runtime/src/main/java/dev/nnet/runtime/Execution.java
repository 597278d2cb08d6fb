package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;

/**
 * Runs one {@link Program} over one {@link Memory} on some workers. The prologue has been run when
 * the constructor returns. Nothing is allocated per run. One thread at a time.
 */
public final class Execution {
  private Program given;
  private Program program;
  private final Memory memory;
  private final Workers workers;
  private Sharing sharing;
  private int lastBatch;

  /**
   * @param memory made for this program and at least as many workers
   * @param workers who runs it; may serve several executions, one run at a time
   */
  public Execution(Program program, Memory memory, Workers workers) {
    this.given = program;
    this.program = StepObserver.around(program);
    this.memory = memory;
    this.workers = workers;
    this.sharing = new Sharing(this.program, memory, workers.size());
    if (!memory.ready) {
      prepare();
    }
  }

  /** Runs the prologue: once in the beginning, and whenever the parameters have changed. */
  public void prepare() {
    for (int step = 0; step < program.prologue(); step++) {
      program.run(step, memory, 1, 0, program.extent(step, 1), 0);
    }
  }

  /**
   * Goes on with another emission of the same program.
   *
   * @param emission with the same steps over the same memory plan
   */
  void use(Program emission) {
    if (emission != given) {
      given = emission;
      program = StepObserver.around(emission);
      sharing = new Sharing(program, memory, workers.size());
    }
  }

  /** The arrays it works on. */
  public Memory memory() {
    return memory;
  }

  /**
   * Runs all steps on the first {@code batch} examples of the borders.
   *
   * @throws IllegalArgumentException if the batch is not in 1..maxBatch
   */
  public void run(int batch) {
    if (batch < 1 || batch > memory.maxBatch()) {
      throw new IllegalArgumentException(
          "a batch of " + batch + " is not in 1.." + memory.maxBatch());
    }
    if (batch != lastBatch) {
      memory.clearExamples();
      lastBatch = batch;
    }
    memory.measure(batch);
    memory.run++;
    sharing.plan(batch);
    if (sharing.any()) {
      workers.run(sharing);
      return;
    }
    for (int step = program.prologue(); step < program.steps(); step++) {
      program.run(step, memory, batch, 0, program.extent(step, batch), 0);
    }
  }
}
