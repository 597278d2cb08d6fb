package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import java.util.List;

/**
 * A kernel before it has memory: its arguments are tensors.
 *
 * @param plain the same for the plain emission
 * @param extent how many independent units its parallel loop has; 1 without one
 * @param chunk examples for each round of a fused step, 0 if the kernel does not run over the batch
 * @param loop whose every step runs the kernel; null if it is run once
 */
record Unit(
    Kernel kernel,
    Kernel plain,
    List<Tensor> arguments,
    Tensor result,
    Extent extent,
    int chunk,
    TimeLoop loop) {
  /** Dense layers use each weight for several examples at a time. */
  private static final int ROWS = 16;

  /** So do the steps of a loop, which read all their weights every time. */
  private static final int ROWS_OF_A_LOOP = 32;

  static Unit of(Lowering.Lowered lowered, Tensor result) {
    return of(lowered, result, chunk(lowered.arguments()));
  }

  /** A kernel before, in or behind a loop over steps. */
  static Unit stepwise(Lowering.Lowered lowered, Tensor result) {
    return of(lowered, result, ROWS_OF_A_LOOP);
  }

  private static Unit of(Lowering.Lowered lowered, Tensor result, int rows) {
    Extent extent = lowered.kernel().units();
    int chunk = extent.equals(Extent.BATCH) ? rows : 0;
    return new Unit(
        lowered.kernel(),
        lowered.plain(),
        lowered.arguments(),
        result,
        extent,
        chunk,
        lowered.loop());
  }

  private static int chunk(List<Tensor> arguments) {
    return arguments.stream().anyMatch(t -> t.batched() && t.type().shape().rank() > 2) ? 1 : ROWS;
  }

  boolean reads(Tensor tensor) {
    return tensor != result && arguments.contains(tensor);
  }
}
