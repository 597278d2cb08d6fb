package dev.nnet.benchmarks;

import java.util.List;

/** A layer of a compared network, as every engine knows it. */
sealed interface Layer {
  /**
   * A convolution with zero padding on all sides.
   *
   * @param out channels of the result
   * @param groups 1, or the number of channels for a depthwise one
   */
  record Conv(int out, int kernel, int stride, int padding, int groups, boolean bias)
      implements Layer {}

  /** Batch normalisation with epsilon 1e-5. */
  record Norm() implements Layer {}

  /** A function of each value. */
  enum Activation implements Layer {
    TANH,
    RELU,
    RELU6
  }

  /** Average or maximum of windows. */
  record Pool(boolean max, int kernel, int stride) implements Layer {}

  /** The mean of each channel, flattened. */
  record GlobalPool() implements Layer {}

  record Flatten() implements Layer {}

  /** In training only. */
  record Dropout(double rate) implements Layer {}

  record Dense(int out) implements Layer {}

  /** {@code x + layers(x)}. */
  record Residual(List<Layer> layers) implements Layer {}
}
