package dev.nnet.runtime;

/**
 * A picture as bytes.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 for grey, 3 for red, green, blue
 * @param pixels row by row from the top left, the channels of a pixel together, unsigned; not
 *     copied
 */
public record Image(int width, int height, int channels, byte[] pixels) {
  public Image {
    if (width < 1 || height < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image of " + width + " x " + height + " with " + channels + " channels");
    }
    if (pixels.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          "image has "
              + pixels.length
              + " bytes, "
              + width
              + " * "
              + height
              + " * "
              + channels
              + " = "
              + (long) width * height * channels
              + " expected");
    }
  }

  /** The same as the constructor, for those who read from left to right. */
  public static Image of(int width, int height, int channels, byte[] pixels) {
    return new Image(width, height, channels, pixels);
  }
}
