package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;

/** A rough count of cycles, to split work only where it pays. */
final class Cost {
  /** What a worker must at least have to do: about ten microseconds. */
  private static final long WORTH = 30_000;

  private static final long TYPICAL_BATCH = 32;

  private Cost() {}

  /**
   * Cycles for one unit of the kernel's parallel loop, all steps of a loop around it, taking one
   * for each innermost turn.
   *
   * @param lanes turns of a loop in lanes that are made at once
   */
  static long cyclesPerUnit(Kernel kernel, TimeLoop loop, int lanes) {
    long steps = loop == null ? 1 : Capacity.at(loop.extent().most(), Capacity.TYPICAL);
    return steps * cycles(kernel.body(), lanes);
  }

  /** Units that make the work of a worker worth a thread. */
  static int grain(long cyclesPerUnit) {
    return grain(cyclesPerUnit, WORTH);
  }

  /**
   * Units that make so much work.
   *
   * @param worth cycles
   */
  static int grain(long cyclesPerUnit, long worth) {
    return (int) Math.max(1, (worth + cyclesPerUnit - 1) / Math.max(1, cyclesPerUnit));
  }

  private static long cycles(Stmt stmt, int lanes) {
    if (stmt instanceof Stmt.Block b) {
      return b.body().stream().mapToLong(s -> cycles(s, lanes)).sum();
    }
    if (stmt instanceof Stmt.Loop l) {
      long turns = Capacity.at(l.turns(TYPICAL_BATCH), Capacity.TYPICAL);
      turns = l.mode().overUnits() ? Math.min(turns, 1) : turns;
      turns = l.mode() == Stmt.Mode.VECTOR ? (turns + lanes - 1) / lanes : turns;
      return turns * cycles(l.body(), lanes);
    }
    return 1;
  }
}
