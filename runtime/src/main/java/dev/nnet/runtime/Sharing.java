package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;

/**
 * How workers share the steps of a {@link Program} for one batch: items in order, some of them
 * together in a phase. Workers share the examples of a step; where there are fewer examples than
 * workers, they share every example of a step that allows it, part by part.
 *
 * <p>Items too small to share are joined into one phase of worker 0, so that they cost no barrier:
 *
 * <pre>
 *   items          0 1 2 | 3      | 4 5 | 6
 *   worker 0       x x x | x left | x x | x left
 *   worker 1             |  right |     |  right
 * </pre>
 *
 * Nothing is allocated once it knows the program.
 */
final class Sharing implements Workers.Task {
  /** In the place of a part: a whole step. */
  private static final int WHOLE = -1;

  private Program program;
  private final Memory memory;
  private final int workers;
  private int[] step;
  private int[] part;
  private int[] from;
  private int[] shares;

  /** First item of each phase, then the number of items. */
  private int[] starts;

  private int batch;
  private int items;
  private int phases;

  Sharing(Program program, Memory memory, int workers) {
    this.memory = memory;
    this.workers = workers;
    use(program);
  }

  /** Plans for another emission, which may be cut in other ways. */
  void use(Program emission) {
    program = emission;
    int most = program.steps() + program.parts() * (workers - 1);
    step = new int[most];
    part = new int[most];
    from = new int[most];
    shares = new int[most];
    starts = new int[most + 1];
    if (batch > 0) {
      plan(batch);
    }
  }

  /** The batch that the plan is for; 0 before the first. */
  int batch() {
    return batch;
  }

  /** Makes the plan for a batch. */
  void plan(int next) {
    batch = next;
    items = 0;
    phases = 0;
    int firstPart = 0;
    for (int s = program.prologue(); s < program.steps(); s++) {
      int round = workers == 1 ? 0 : program.round(s);
      if (round > 0 && (batch + round - 1) / round < workers) {
        while (program.stepOf(firstPart) < s) {
          firstPart++;
        }
        parts(s, firstPart, round);
      } else {
        int grain = program.grain(s);
        add(s, WHOLE, 0, (program.extent(s, batch) + grain - 1) / grain);
      }
    }
    starts[phases] = items;
  }

  private void parts(int s, int first, int round) {
    for (int start = 0; start < batch; start += round) {
      int examples = Math.min(round, batch - start);
      for (int p = first; p < program.parts() && program.stepOf(p) == s; p++) {
        int pieces = program.pieces(p);
        add(s, p, start, pieces == 1 ? 1 : pieces * examples / program.pieceGrain(p));
      }
    }
  }

  private void add(int s, int p, int start, int pieces) {
    step[items] = s;
    part[items] = p;
    from[items] = start;
    shares[items] = Math.max(1, Math.min(workers, pieces));
    if (items == 0 || shares[items] > 1 || shares[items - 1] > 1) {
      starts[phases++] = items;
    }
    items++;
  }

  /** Whether there is anything to share. */
  boolean any() {
    return phases > 1 || items > 0 && shares[0] > 1;
  }

  @Override
  public int phases() {
    return phases;
  }

  @Override
  public void run(int phase, int worker) {
    for (int item = starts[phase]; item < starts[phase + 1]; item++) {
      if (worker < shares[item]) {
        run(item, step[item], worker);
      }
    }
  }

  private void run(int item, int s, int worker) {
    int extent = program.extent(s, batch);
    if (part[item] == WHOLE) {
      int grain = program.grain(s);
      int low = Program.cut(extent, grain, worker, shares[item]);
      int high = Program.cut(extent, grain, worker + 1, shares[item]);
      program.run(s, memory, batch, low, high, worker);
    } else {
      int end = Math.min(extent, from[item] + program.round(s));
      program.part(part[item], memory, batch, from[item], end, worker, shares[item]);
    }
  }
}
