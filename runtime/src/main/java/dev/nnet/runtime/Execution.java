package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;

/**
 * Runs one {@link Program} over one {@link Memory}, sharing each step's units among workers. The
 * prologue has been run when the constructor returns.
 *
 * <p>Steps too small to share are joined into one phase of worker 0, so that they cost no barrier:
 *
 * <pre>
 *   steps          0 1 2 | 3      | 4 5 | 6
 *   worker 0       x x x | x left | x x | x left
 *   worker 1             |  right |     |  right
 * </pre>
 *
 * Nothing is allocated per run. One thread at a time.
 */
public final class Execution {
  private Program program;
  private final Memory memory;
  private final Workers workers;
  private final Phases phases = new Phases();

  /** First step of each phase, then the number of steps. */
  private final int[] starts;

  /** How many workers share each step. */
  private final int[] shares;

  private int phaseCount;
  private boolean shared;
  private int batch;

  /**
   * @param memory made for this program and at least as many workers
   * @param workers who runs it; may serve several executions, one run at a time
   */
  public Execution(Program program, Memory memory, Workers workers) {
    this.program = program;
    this.memory = memory;
    this.workers = workers;
    this.starts = new int[program.steps() + 1];
    this.shares = new int[program.steps()];
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
    program = emission;
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
    if (batch != this.batch) {
      share(batch);
    }
    memory.measure(batch);
    if (shared) {
      workers.run(phases);
      return;
    }
    for (int step = program.prologue(); step < shares.length; step++) {
      program.run(step, memory, batch, 0, program.extent(step, batch), 0);
    }
  }

  private void share(int next) {
    memory.clearExamples();
    phaseCount = 0;
    shared = false;
    int first = program.prologue();
    for (int step = first; step < shares.length; step++) {
      int grain = program.grain(step);
      int pieces = (int) (((long) program.extent(step, next) + grain - 1) / grain);
      shares[step] = Math.max(1, Math.min(workers.size(), pieces));
      if (step == first || shares[step] > 1 || shares[step - 1] > 1) {
        starts[phaseCount++] = step;
      }
      shared |= shares[step] > 1;
    }
    starts[phaseCount] = shares.length;
    batch = next;
  }

  /** The view of the workers. */
  private final class Phases implements Workers.Task {
    @Override
    public int phases() {
      return phaseCount;
    }

    @Override
    public void run(int phase, int worker) {
      for (int step = starts[phase]; step < starts[phase + 1]; step++) {
        int share = shares[step];
        if (worker < share) {
          int extent = program.extent(step, batch);
          int from = cut(step, extent, worker, share);
          int to = cut(step, extent, worker + 1, share);
          program.run(step, memory, batch, from, to, worker);
        }
      }
    }
  }

  /** Where the share of a worker begins: a multiple of the grain, or the end. */
  private int cut(int step, int extent, int worker, int share) {
    long grain = program.grain(step);
    long pieces = (extent + grain - 1) / grain;
    return (int) Math.min(extent, pieces * worker / share * grain);
  }
}
