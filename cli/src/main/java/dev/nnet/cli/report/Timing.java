package dev.nnet.cli.report;

import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Program;
import java.util.Arrays;

/** What steps of a program take, on one thread. */
final class Timing {
  private static final int SAMPLES = 100;

  /** Shortest time worth reading the clock for. */
  private static final long BLOCK_NANOS = 50_000;

  private Timing() {}

  /**
   * Nanoseconds of each step: the median of its runs after warming up, all steps in turn.
   *
   * @param seconds to warm up, and at most for the measurement after it
   */
  static double[] steps(Program program, Memory memory, int batch, double seconds) {
    int steps = program.steps();
    long span = (long) (seconds * 1e9);
    long end = System.nanoTime() + span;
    do {
      for (int s = 0; s < steps; s++) {
        program.run(s, memory, batch, 0, program.extent(s, batch), 0);
      }
    } while (System.nanoTime() < end);
    double[][] samples = new double[steps][SAMPLES];
    int taken = 0;
    for (end += span; taken < SAMPLES && (taken < 3 || System.nanoTime() < end); taken++) {
      for (int s = 0; s < steps; s++) {
        long start = System.nanoTime();
        program.run(s, memory, batch, 0, program.extent(s, batch), 0);
        samples[s][taken] = System.nanoTime() - start;
      }
    }
    int count = taken;
    return Arrays.stream(samples).mapToDouble(v -> median(v, count)).toArray();
  }

  /**
   * Nanoseconds of some units of one step at best, in blocks long enough for the clock.
   *
   * @param seconds for all of it
   */
  static double units(Program program, Memory memory, int step, int units, double seconds) {
    double best = Double.MAX_VALUE;
    int runs = 1;
    int taken = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (taken < SAMPLES && (taken < 3 || System.nanoTime() < end)) {
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        program.run(step, memory, 1, 0, units, 0);
      }
      long nanos = System.nanoTime() - start;
      if (nanos < BLOCK_NANOS) {
        runs *= 2;
      } else {
        best = Math.min(best, (double) nanos / runs);
        taken++;
      }
    }
    return best;
  }

  private static double median(double[] values, int count) {
    Arrays.sort(values, 0, count);
    return values[count / 2];
  }
}
