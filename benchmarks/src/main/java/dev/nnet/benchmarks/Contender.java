package dev.nnet.benchmarks;

/**
 * LeNet-5 on one engine: the same weights, the same digits, that engine's fastest ordinary way.
 *
 * <p>Every call starts from a {@code float[]} in Java and ends with one, because that is what an
 * application has in its hands; buffers and sessions may be kept between calls.
 */
interface Contender {

  /**
   * Loads the network for inference.
   *
   * @param files the folder of {@link Workbench}
   * @param threads threads one call may use, at least 1
   */
  void prepare(Workbench files, int threads) throws Exception;

  /**
   * Scores a batch.
   *
   * @param images {@code batch * 784} standardised pixels, row-major
   * @param batch number of digits
   * @param scores receives {@code batch * 10} values whose softmax is the answer's distribution
   */
  void predict(float[] images, int batch, float[] scores) throws Exception;

  /** Loads the network for training: SGD, learning rate 0.05, momentum 0.9. */
  default void prepareTraining(Workbench files, int threads) throws Exception {
    throw new UnsupportedOperationException("inference only");
  }

  /**
   * One forward pass, backward pass and update.
   *
   * @param images {@code labels.length * 784} standardised pixels
   * @param labels the digits, 0 to 9
   * @return mean cross-entropy of this batch before the update
   */
  default double trainStep(float[] images, int[] labels) throws Exception {
    throw new UnsupportedOperationException("inference only");
  }
}
