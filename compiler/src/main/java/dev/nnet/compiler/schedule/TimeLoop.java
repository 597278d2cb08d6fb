package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Var;

/**
 * Steps of a sequence that are made one after the other, each by the same kernels.
 *
 * @param step the number of the step, which the kernels are called with
 * @param reversed whether the last step comes first
 */
public record TimeLoop(Var step, Extent extent, boolean reversed) {
  /** {@code t < 28}, or {@code t < 28 down}. */
  @Override
  public String toString() {
    return step + " < " + extent + (reversed ? " down" : "");
  }
}
