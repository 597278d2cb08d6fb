package dev.nnet.runtime;

import java.util.List;

/** A model's weights by path, in logical row-major order; a view that copies what it gives. */
public final class Weights {
  private final ModelSpec spec;
  private final float[] params;

  Weights(ModelSpec spec, float[] params) {
    this.spec = spec;
    this.params = params;
  }

  /** All paths, in the order of the text. */
  public List<String> paths() {
    return spec.parameters().stream().map(ParameterSpec::path).toList();
  }

  /** Sizes of a tensor. */
  public List<Integer> shape(String path) {
    return spec.parameter(path).dims();
  }

  /**
   * A copy of a tensor's values.
   *
   * @param path for example {@code logits/dense_1.weight}
   * @throws IllegalArgumentException if there is no such path; the message lists them
   */
  public float[] get(String path) {
    return spec.parameter(path).gather(params);
  }
}
