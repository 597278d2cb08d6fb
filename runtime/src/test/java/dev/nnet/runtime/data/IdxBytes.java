package dev.nnet.runtime.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** IDX files put together by hand. */
final class IdxBytes {
  private IdxBytes() {}

  static byte[] idx(int magic, int[] sizes, byte... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    bytes.putInt(magic);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    return bytes.put(values).array();
  }

  static byte[] labels(byte... values) {
    return idx(0x801, new int[] {values.length}, values);
  }

  static byte[] images(int height, int width, byte... pixels) {
    return idx(0x803, new int[] {pixels.length / (height * width), height, width}, pixels);
  }

  static Path zip(Path file, byte[] content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(content);
    }
    return file;
  }
}
