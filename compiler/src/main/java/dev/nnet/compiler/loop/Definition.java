package dev.nnet.compiler.loop;

import java.util.List;

/**
 * What an op computes, one output element at a time, in logical coordinates.
 *
 * <pre>
 * for every value of the axes:
 *     accumulator = initial
 *     for every value of the reduced axes, the last fastest:
 *         accumulator = update            // reads the accumulator
 *     output[coordinates] = result        // reads the accumulator
 * </pre>
 *
 * The order of the reduced axes is part of the meaning: it fixes the bits. An op that reduces
 * nothing has no reduced axes and a {@code result} that reads no accumulator.
 *
 * @param axes one for each independent loop; together they visit every output element once
 * @param reduced the reduced axes, outermost first
 * @param coordinates where in the output the element lies, one for each output dimension
 */
public record Definition(
    List<Axis> axes,
    List<Axis> reduced,
    List<Affine> coordinates,
    Local accumulator,
    Expr initial,
    Expr update,
    Expr result) {

  /** A loop of the definition. */
  public record Axis(Var var, Extent extent) {}

  public Definition {
    axes = List.copyOf(axes);
    reduced = List.copyOf(reduced);
    coordinates = List.copyOf(coordinates);
  }

  public boolean reduces() {
    return accumulator != null;
  }

  /** One expression an element. */
  public static Definition pointwise(List<Axis> axes, List<Affine> coordinates, Expr result) {
    return new Definition(axes, List.of(), coordinates, null, null, null, result);
  }
}
