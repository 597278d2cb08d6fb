package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import java.util.List;
import java.util.Map;

/**
 * Where every tensor of the arena lies.
 *
 * <pre>
 * arena:  | fixed | batch x floatsPerExample | scratch of worker 0 | worker 1 | ..
 * </pre>
 *
 * @param places by tensor, in order of the steps
 * @param blocks what was planned, for printing and verification
 * @param fixedFloats memory whose size does not depend on the batch
 * @param floatsPerExample memory for each example
 * @param scratchFloats memory for each worker
 */
public record MemoryPlan(
    Map<Tensor, Place> places,
    List<Block> blocks,
    long fixedFloats,
    long floatsPerExample,
    long scratchFloats) {

  /** The part of the arena. */
  public enum Part {
    FIXED,
    BATCHED,
    SCRATCH
  }

  /**
   * A tensor's memory and when it is needed: steps for fixed and batched memory, calls of step
   * {@code step} for scratch.
   */
  public record Block(
      Tensor tensor, Part part, int step, int first, int last, long offset, long size) {
    boolean conflicts(Block other) {
      boolean sameMemory = part == other.part && (part != Part.SCRATCH || step == other.step);
      return sameMemory && first <= other.last && other.first <= last;
    }

    boolean overlaps(Block other) {
      return !Capacity.atMost(other.offset + other.size, offset)
          && !Capacity.atMost(offset + size, other.offset);
    }
  }

  /** Floats of one part if nothing were reused. */
  public long withoutReuse(Part part) {
    return blocks.stream().filter(b -> b.part() == part).mapToLong(Block::size).sum();
  }

  /**
   * Checks that no two tensors that are alive together overlap.
   *
   * @throws IllegalStateException if two do: a bug of the compiler
   */
  public void verify() {
    for (int i = 0; i < blocks.size(); i++) {
      for (int j = i + 1; j < blocks.size(); j++) {
        if (blocks.get(i).conflicts(blocks.get(j)) && blocks.get(i).overlaps(blocks.get(j))) {
          throw new IllegalStateException(
              "memory plan: " + blocks.get(i) + " overlaps " + blocks.get(j));
        }
      }
    }
  }
}
