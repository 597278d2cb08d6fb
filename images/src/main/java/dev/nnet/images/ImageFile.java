package dev.nnet.images;

import dev.nnet.runtime.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures: JPEG (also CMYK), PNG, BMP, GIF (its first frame).
 *
 * <pre>
 *   float[] logits = net.predict(ImageFile.read(Path.of("cat.jpg"))).logits();
 * </pre>
 *
 * Pictures are turned as their EXIF orientation says. Samples of more than 8 bits are rounded to 8.
 * What is transparent shows white. Colour profiles are ignored.
 */
public final class ImageFile {
  /** Pixels of the largest picture that is decoded; some 400 MB are needed for it. */
  public static final long MOST_PIXELS = 100_000_000;

  private static final List<String> FORMATS = List.of("jpeg", "png", "bmp", "gif");

  private ImageFile() {}

  /**
   * Reads a picture in red, green and blue.
   *
   * @throws IOException naming the file, if it is no picture, damaged or too large
   */
  public static Image read(Path file) throws IOException {
    return read(file, 3);
  }

  /**
   * Reads a picture.
   *
   * @param channels 3, or 1 for grey
   * @throws IOException naming the file, if it is no picture, damaged or too large
   */
  public static Image read(Path file, int channels) throws IOException {
    return decode(Files.readAllBytes(file), file.toString(), channels);
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param name begins every message
   * @param channels 3, or 1 for grey
   */
  public static Image decode(byte[] file, String name, int channels) throws IOException {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(channels + " channels: 1 or 3 expected");
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = reader(in, name);
      try {
        reader.setInput(in, true, true);
        check(reader.getWidth(0), reader.getHeight(0), name);
        BufferedImage picture = reader.read(0);
        return Orientation.of(file).turn(Samples.of(picture, channels));
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(name) ? e : damaged(name, e);
    } catch (RuntimeException e) {
      throw damaged(name, e); // decoders meet damage in many ways
    }
  }

  private static IOException damaged(String name, Exception cause) {
    return new IOException(name + ": the picture is damaged: " + cause.getMessage(), cause);
  }

  private static ImageReader reader(ImageInputStream in, String name) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException(name + ": no picture in JPEG, PNG, BMP or GIF");
  }

  private static void check(int width, int height, String name) throws IOException {
    if ((long) width * height > MOST_PIXELS) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %,d x %,d pixels; at most %,d expected",
              name,
              width,
              height,
              MOST_PIXELS));
    }
  }
}
