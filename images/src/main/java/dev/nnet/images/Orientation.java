package dev.nnet.images;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import dev.nnet.runtime.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held (Exif 2.32, section 4.6.4, tag 274): the stored rows and columns are those
 * of the scene mirrored, upside down or exchanged.
 *
 * @param mirrored whether left and right are exchanged
 * @param flipped whether top and bottom are exchanged
 * @param transposed whether, before that, rows and columns are exchanged
 */
record Orientation(boolean mirrored, boolean flipped, boolean transposed) {
  private static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** That of a file; upright if it says nothing that can be read. */
  static Orientation of(byte[] file) {
    boolean jpeg = file.length > 3 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
    if (!jpeg) {
      return UPRIGHT;
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
      return exif.isEmpty() ? UPRIGHT : of(exif.get(0));
    } catch (IOException | RuntimeException e) {
      return UPRIGHT; // a picture without readable Exif data is a picture still
    }
  }

  private static Orientation of(JPEGSegment exif) throws IOException {
    try (InputStream data = exif.data()) {
      data.skipNBytes(1); // a padding byte behind the name
      try (ImageInputStream in = ImageIO.createImageInputStream(data)) {
        CompoundDirectory directory = (CompoundDirectory) new TIFFReader().read(in);
        Entry entry = directory.getEntryById(TIFF.TAG_ORIENTATION);
        return entry == null ? UPRIGHT : of(((Number) entry.getValue()).intValue());
      }
    }
  }

  private static Orientation of(int value) {
    return switch (value) {
      case 2 -> new Orientation(true, false, false);
      case 3 -> new Orientation(true, true, false);
      case 4 -> new Orientation(false, true, false);
      case 5 -> new Orientation(false, false, true);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(false, true, true);
      default -> UPRIGHT;
    };
  }

  /** The picture as the scene was. */
  Image turn(Image stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    int channels = stored.channels();
    byte[] pixels = new byte[stored.pixels().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int u = mirrored ? width - 1 - x : x;
        int v = flipped ? height - 1 - y : y;
        int from = (transposed ? u * stored.width() + v : v * stored.width() + u) * channels;
        System.arraycopy(stored.pixels(), from, pixels, (y * width + x) * channels, channels);
      }
    }
    return Image.of(width, height, channels, pixels);
  }
}
