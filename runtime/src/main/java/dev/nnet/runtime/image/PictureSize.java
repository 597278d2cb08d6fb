package dev.nnet.runtime.image;

/**
 * What is known of the size of pictures.
 *
 * @param height in pixels; {@value #ANY} if it differs from picture to picture
 * @param width in pixels, or {@value #ANY}
 * @param channels of a pixel
 */
public record PictureSize(int height, int width, int channels) {
  /** A size that is not known before there is a picture. */
  public static final int ANY = 0;

  /** Whether both sizes are known. */
  public boolean known() {
    return height != ANY && width != ANY;
  }

  PictureSize of(int height, int width) {
    return new PictureSize(height, width, channels);
  }

  /** As the language writes it: {@code u8[_, _, 3]}. */
  @Override
  public String toString() {
    return "u8["
        + (height == ANY ? "_" : height)
        + ", "
        + (width == ANY ? "_" : width)
        + (channels == 1 ? "]" : ", " + channels + "]");
  }
}
