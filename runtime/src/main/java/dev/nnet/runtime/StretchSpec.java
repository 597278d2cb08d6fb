package dev.nnet.runtime;

import java.util.List;
import java.util.Objects;

/**
 * How a train section cuts sequences, for truncated back-propagation through time: its program sees
 * stretches of some steps, each of which begins with what the one before left.
 *
 * @param sequence the border with the lengths
 * @param steps of a stretch, at most
 * @param held indices of the borders with what a stretch begins with; zeros for the first
 * @param left indices of those with what it leaves, in the same order
 */
public record StretchSpec(String sequence, int steps, List<Integer> held, List<Integer> left) {
  public StretchSpec {
    Objects.requireNonNull(sequence);
    held = List.copyOf(held);
    left = List.copyOf(left);
    if (steps < 1 || held.size() != left.size()) {
      throw new IllegalArgumentException(
          "stretches of " + steps + ", " + held.size() + " and " + left.size() + " borders");
    }
  }

  /** The same network with sequences that are as long as a stretch. */
  public ModelSpec cut(ModelSpec spec) {
    List<BorderSpec> borders = spec.borders().stream().map(this::cut).toList();
    return new ModelSpec(
        spec.network(),
        spec.source(),
        spec.parameters(),
        spec.parameterFloats(),
        borders,
        spec.preprocessing(),
        spec.numbers(),
        spec.trainings());
  }

  private BorderSpec cut(BorderSpec border) {
    boolean length = border.name().equals(sequence);
    return length || border.sequence().equals(sequence) ? border.withSteps(steps) : border;
  }
}
