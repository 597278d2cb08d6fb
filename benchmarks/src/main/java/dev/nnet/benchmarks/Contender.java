package dev.nnet.benchmarks;

/**
 * A network on one engine: the same weights, the same images, that engine's fastest ordinary way.
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
   * @param images the values of {@code batch} images, channel by channel
   * @param batch number of images
   * @param scores receives the classes' values for each image, whose softmax is the answer's
   *     distribution
   */
  void predict(float[] images, int batch, float[] scores) throws Exception;

  /** Loads the network for training: SGD at the subject's rate, momentum 0.9. */
  default void prepareTraining(Workbench files, int threads) throws Exception {
    throw new UnsupportedOperationException("inference only");
  }

  /**
   * One forward pass, backward pass and update.
   *
   * @param images the values of {@code labels.length} images
   * @param labels their classes
   * @return mean cross-entropy of this batch before the update
   */
  default double trainStep(float[] images, int[] labels) throws Exception {
    throw new UnsupportedOperationException("inference only");
  }
}
