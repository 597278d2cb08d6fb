package dev.nnet.runtime.image;

import dev.nnet.runtime.text.Call;

/**
 * {@code color_jitter(brightness=0.4, contrast=0.4, saturation=0.4)}: in training, each is changed
 * by a factor between 1 - x and 1 + x, in this order. A picture without brightness is black,
 * without contrast all in its mean grey, without saturation grey; the factor leads from there
 * through the picture as it is.
 */
final class ColorJitter implements Stage {
  private final double brightness;
  private final double contrast;
  private final double saturation;

  private ColorJitter(double brightness, double contrast, double saturation) {
    this.brightness = brightness;
    this.contrast = contrast;
    this.saturation = saturation;
  }

  static ColorJitter parse(Call call) {
    return new ColorJitter(
        Stages.number(call, "brightness", 0, 1),
        Stages.number(call, "contrast", 0, 1),
        Stages.number(call, "saturation", 0, 1));
  }

  @Override
  public PictureSize size(PictureSize before) {
    return before;
  }

  @Override
  public void apply(Pixels from, Pixels to, Draws draws) {
    to.set(from.height, from.width, from.channels, from.bytes, 0);
    if (draws.random()) {
      adjust(
          to,
          (float) draws.between(1 - brightness, 1 + brightness),
          (float) draws.between(1 - contrast, 1 + contrast),
          (float) draws.between(1 - saturation, 1 + saturation));
    }
  }

  /** Applies three factors; 1 changes nothing. */
  static void adjust(Pixels p, float brightness, float contrast, float saturation) {
    int values = p.height * p.width * p.channels;
    for (int i = 0; i < values; i++) {
      p.bytes[i] = blend(0, p.bytes[i], brightness);
    }
    int mean = meanGrey(p);
    for (int i = 0; i < values; i++) {
      p.bytes[i] = blend(mean, p.bytes[i], contrast);
    }
    for (int i = 0; i < values; i += p.channels) {
      int grey = grey(p, i);
      for (int c = 0; c < p.channels; c++) {
        p.bytes[i + c] = blend(grey, p.bytes[i + c], saturation);
      }
    }
  }

  private static byte blend(int without, byte value, float factor) {
    float blended = without + factor * ((value & 0xff) - without);
    return (byte) Math.max(0, Math.min(255, (int) blended));
  }

  /** The mean over the picture, rounded. */
  private static int meanGrey(Pixels p) {
    long sum = 0;
    int pixels = p.height * p.width;
    for (int i = 0; i < pixels; i++) {
      sum += grey(p, i * p.channels);
    }
    return (int) ((2 * sum + pixels) / (2L * pixels));
  }

  /** Luma of ITU-R BT.601, in units of 2^-16. */
  private static int grey(Pixels p, int at) {
    if (p.channels < 3) {
      return p.bytes[at] & 0xff;
    }
    int red = 19595 * (p.bytes[at] & 0xff);
    int green = 38470 * (p.bytes[at + 1] & 0xff);
    int blue = 7471 * (p.bytes[at + 2] & 0xff);
    return red + green + blue + (1 << 15) >> 16;
  }
}
