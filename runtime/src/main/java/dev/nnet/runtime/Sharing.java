package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;

/**
 * How workers share the steps of a {@link Program} for one batch: items in order, some of them
 * together in a phase. Workers share the examples of a step; where there are too few examples for
 * all, they share every example of a step that allows it, part by part.
 *
 * <p>Items too small to share are joined into one phase of worker 0, so that they cost no barrier;
 * the phases of a loop over steps come again in every turn:
 *
 * <pre>
 *   items          0 1 2 | 3      | 4 5 | 6      | 7     | 6      | 7     | ..
 *   worker 0       x x x | x left | x x | x left |       | x left |       |
 *   worker 1             |  right |     |  right |       |  right |       |
 * </pre>
 *
 * Nothing is allocated after the constructor.
 */
final class Sharing implements Workers.Task {
  /** In the place of a part: a whole step; or of a loop: none. */
  private static final int NONE = -1;

  private final Program program;
  private final Memory memory;
  private final int workers;
  private final int[] step;
  private final int[] part;
  private final int[] from;
  private final int[] shares;

  /** First item of each phase, then the number of items. */
  private final int[] starts;

  /** First phase of each stretch of phases, then the number of phases. */
  private final int[] first;

  /** A part of the loop that the stretch is the inside of. */
  private final int[] loop;

  /** Phases that the stretch takes in all turns. */
  private final int[] lengths;

  private int batch;
  private int items;
  private int phases;
  private int stretches;

  Sharing(Program program, Memory memory, int workers) {
    this.program = program;
    this.memory = memory;
    this.workers = workers;
    int most = program.steps() + program.parts() * (workers - 1);
    this.step = new int[most];
    this.part = new int[most];
    this.from = new int[most];
    this.shares = new int[most];
    this.starts = new int[most + 1];
    this.first = new int[most + 1];
    this.loop = new int[most];
    this.lengths = new int[most];
  }

  /** Makes the plan for a batch that lies in memory, whose examples may be longer than others. */
  void plan(int next) {
    if (next != batch) {
      batch = next;
      plan();
    }
    for (int k = 0; k < stretches; k++) {
      int turns = loop[k] == NONE ? 1 : program.turns(loop[k], memory);
      lengths[k] = (first[k + 1] - first[k]) * turns;
    }
  }

  private void plan() {
    items = 0;
    phases = 0;
    stretches = 0;
    int firstPart = 0;
    for (int s = program.prologue(); s < program.steps(); s++) {
      int round = workers == 1 ? 0 : program.round(s);
      while (firstPart < program.parts() && program.stepOf(firstPart) < s) {
        firstPart++;
      }
      if (round > 0 && (batch + round - 1) / round < workers && pays(s, firstPart, round)) {
        parts(s, firstPart, round);
      } else {
        int grain = program.grain(s);
        stretch(NONE);
        add(s, NONE, 0, (program.extent(s, batch) + grain - 1) / grain);
      }
    }
    starts[phases] = items;
    first[stretches] = phases;
  }

  /** Whether there is a part of a step that is worth sharing. */
  private boolean pays(int s, int first, int round) {
    for (int p = first; p < program.parts() && program.stepOf(p) == s; p++) {
      if (pieces(p, Math.min(round, batch)) > 1) {
        return true;
      }
    }
    return false;
  }

  private int pieces(int p, int examples) {
    int pieces = program.pieces(p);
    return pieces == 1 ? 1 : Math.min(pieces, pieces * examples / program.pieceGrain(p));
  }

  private void parts(int s, int firstPart, int round) {
    for (int start = 0; start < batch; start += round) {
      int examples = Math.min(round, batch - start);
      for (int p = firstPart, end; p < program.parts() && program.stepOf(p) == s; p = end) {
        boolean turns = program.loopEnd(p) > 0;
        end = turns ? program.loopEnd(p) : p + 1;
        stretch(turns ? p : NONE);
        for (int inside = p; inside < end; inside++) {
          add(s, inside, start, pieces(inside, examples));
        }
      }
    }
  }

  /** Begins a stretch of phases, unless the running one goes on. */
  private void stretch(int of) {
    if (stretches == 0 || of != NONE || loop[stretches - 1] != NONE) {
      first[stretches] = phases;
      loop[stretches] = of;
      stretches++;
    }
  }

  private void add(int s, int p, int start, int pieces) {
    step[items] = s;
    part[items] = p;
    from[items] = start;
    shares[items] = Math.max(1, Math.min(workers, pieces));
    if (first[stretches - 1] == phases || shares[items] > 1 || shares[items - 1] > 1) {
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
    int all = 0;
    for (int k = 0; k < stretches; k++) {
      all += lengths[k];
    }
    return all;
  }

  @Override
  public void run(int phase, int worker) {
    int k = 0;
    int at = phase;
    while (at >= lengths[k]) {
      at -= lengths[k];
      k++;
    }
    int inside = first[k + 1] - first[k];
    int turn = at / inside;
    int now = first[k] + at - turn * inside;
    for (int item = starts[now]; item < starts[now + 1]; item++) {
      if (worker < shares[item]) {
        run(item, turn, worker);
      }
    }
  }

  private void run(int item, int turn, int worker) {
    int s = step[item];
    int extent = program.extent(s, batch);
    if (part[item] == NONE) {
      int grain = program.grain(s);
      int low = Program.cut(extent, grain, worker, shares[item]);
      int high = Program.cut(extent, grain, worker + 1, shares[item]);
      program.run(s, memory, batch, low, high, worker);
    } else {
      int end = Math.min(extent, from[item] + program.round(s));
      program.part(part[item], memory, batch, from[item], end, turn, worker, shares[item]);
    }
  }
}
