package dev.nnet.images;

import dev.nnet.runtime.Image;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** The samples of a decoded picture as they were stored, without any management of colours. */
final class Samples {
  private static final int WHITE = 255;

  private Samples() {}

  static Image of(BufferedImage picture, int channels) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
    Rows rows = rows(picture);
    int[] rgb = new int[3 * width];
    for (int y = 0; y < height; y++) {
      rows.read(y, rgb);
      for (int x = 0; x < width; x++) {
        int to = (y * width + x) * channels;
        if (channels == 1) {
          pixels[to] = (byte) grey(rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]);
        } else {
          pixels[to] = (byte) rgb[3 * x];
          pixels[to + 1] = (byte) rgb[3 * x + 1];
          pixels[to + 2] = (byte) rgb[3 * x + 2];
        }
      }
    }
    return Image.of(width, height, channels, pixels);
  }

  /** Luma of ITU-R BT.601, in units of 2^-16. */
  private static int grey(int red, int green, int blue) {
    return 19595 * red + 38470 * green + 7471 * blue + (1 << 15) >> 16;
  }

  /** Reads a row as red, green, blue, 0 to 255, over white. */
  private interface Rows {
    void read(int y, int[] rgb);
  }

  private static Rows rows(BufferedImage picture) {
    ColorModel model = picture.getColorModel();
    if (model instanceof IndexColorModel) {
      return palette(picture);
    }
    if (model.isAlphaPremultiplied()) {
      picture.coerceData(false);
    }
    Raster raster = picture.getRaster();
    int width = picture.getWidth();
    int bands = raster.getNumBands();
    boolean coloured = bands >= 3;
    boolean alpha = model.hasAlpha();
    int[] most = new int[bands];
    for (int k = 0; k < bands; k++) {
      most[k] = (1 << model.getComponentSize(k)) - 1;
    }
    int[] row = new int[bands * width];
    return (y, rgb) -> {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int opaque = alpha ? eight(row[x * bands + bands - 1], most[bands - 1]) : WHITE;
        for (int c = 0; c < 3; c++) {
          int band = coloured ? c : 0;
          rgb[3 * x + c] = over(eight(row[x * bands + band], most[band]), opaque);
        }
      }
    };
  }

  private static Rows palette(BufferedImage picture) {
    return (y, rgb) -> {
      for (int x = 0; x < picture.getWidth(); x++) {
        int argb = picture.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = over(argb >> 16 - 8 * c & 255, argb >>> 24);
        }
      }
    };
  }

  /** A sample of 0 .. most as one of 0 .. 255, rounded. */
  private static int eight(int sample, int most) {
    return most == 255 ? sample : (int) ((sample * 255L + most / 2) / most);
  }

  private static int over(int value, int opaque) {
    return opaque == WHITE ? value : (value * opaque + WHITE * (255 - opaque) + 127) / 255;
  }
}
