package dev.nnet.runtime.image;

/** One operation on pictures of bytes. */
public interface Stage {
  /**
   * The size after the operation.
   *
   * @throws IllegalArgumentException if no picture of the size before can be worked on
   */
  PictureSize size(PictureSize before);

  /**
   * Works on a picture.
   *
   * @param from is left as it is
   * @param to is given the result
   * @throws IllegalArgumentException if the picture cannot be worked on
   */
  void apply(Pixels from, Pixels to, Draws draws);
}
