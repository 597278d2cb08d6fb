package dev.nnet.runtime.image;

/** Room for one picture after another: bytes as in {@link dev.nnet.runtime.Image}, reused. */
public final class Pixels {
  int height;
  int width;
  int channels;
  byte[] bytes = {};

  /** The bytes of the picture, and whatever is behind them. */
  public byte[] bytes() {
    return bytes;
  }

  /** Gives the room another size; the bytes are undefined then. */
  void resize(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    int count = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    if (bytes.length < count) {
      bytes = new byte[count];
    }
  }

  /** Copies a picture into the room. */
  public void set(int height, int width, int channels, byte[] from, int offset) {
    resize(height, width, channels);
    System.arraycopy(from, offset, bytes, 0, height * width * channels);
  }

  /** Where the pixel of a row and column begins. */
  int at(int row, int column) {
    return (row * width + column) * channels;
  }

  /** Copies a part of another picture; what lies outside of it is black. */
  void crop(Pixels from, int top, int left, int height, int width) {
    resize(height, width, from.channels);
    int first = Math.max(0, -left);
    int end = Math.min(width, from.width - left);
    for (int row = 0; row < height; row++) {
      int to = row * width * channels;
      java.util.Arrays.fill(bytes, to, to + width * channels, (byte) 0);
      int source = row + top;
      if (source >= 0 && source < from.height && end > first) {
        System.arraycopy(
            from.bytes,
            from.at(source, left + first),
            bytes,
            to + first * channels,
            (end - first) * channels);
      }
    }
  }
}
