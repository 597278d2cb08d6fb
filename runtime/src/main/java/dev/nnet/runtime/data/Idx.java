package dev.nnet.runtime.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of bytes with its sizes, in the IDX format of the MNIST files.
 *
 * <pre>
 *   offset 0   0 0 8 d                 unsigned bytes, d dimensions
 *   offset 4   size 0, size 1, ..      32 bits each, most significant byte first
 *   offset 4 + 4 d                     the bytes, row-major, to the end of the file
 * </pre>
 *
 * Format: Y. LeCun, C. Cortes, C. Burges, The MNIST database, "File formats".
 *
 * @param dims sizes, one to four
 * @param values as many as the product of {@code dims}
 */
public record Idx(List<Integer> dims, byte[] values) {
  private static final int UNSIGNED_BYTES = 8;
  private static final int MOST_DIMENSIONS = 4;

  /**
   * Reads a file, gzipped or not (its first bytes tell), to its very end.
   *
   * @throws IOException naming the file, the offset (in the unpacked data), what was expected and
   *     what was found
   */
  public static Idx read(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      raw.mark(2);
      boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      try (InputStream in = packed ? new GZIPInputStream(raw, 1 << 16) : raw) {
        return new Reader(file, in).read();
      }
    } catch (ZipException e) {
      throw new IOException(file + ": damaged gzip data: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new IOException(file + ": truncated gzip data", e);
    }
  }

  /** Reads and counts. */
  private static final class Reader {
    private final Path file;
    private final InputStream in;
    private long offset;

    Reader(Path file, InputStream in) {
      this.file = file;
      this.in = in;
    }

    Idx read() throws IOException {
      int magic = ByteBuffer.wrap(bytes(4, "the magic number")).getInt();
      int rank = magic & 0xff;
      if (magic >>> 8 != UNSIGNED_BYTES || rank < 1 || rank > MOST_DIMENSIONS) {
        throw problem(
            0,
            String.format(
                "magic number 0x%08x; 0x00000801 to 0x00000804 expected: unsigned bytes in 1 to 4"
                    + " dimensions",
                magic));
      }
      List<Integer> dims = new ArrayList<>();
      long count = 1;
      for (int d = 0; d < rank; d++) {
        int size = ByteBuffer.wrap(bytes(4, "size " + d)).getInt();
        if (size < 1 || count * size > Integer.MAX_VALUE - 8) {
          throw problem(
              offset - 4,
              "size "
                  + Integer.toUnsignedString(size)
                  + " after "
                  + dims
                  + "; sizes of at least 1 with at most 2^31 - 9 values expected");
        }
        dims.add(size);
        count *= size;
      }
      byte[] values = bytes((int) count, "values of " + dims);
      if (in.read() >= 0) {
        throw problem(offset, "more bytes; the end expected after " + dims);
      }
      return new Idx(List.copyOf(dims), values);
    }

    /** Memory grows with what is really there, whatever the sizes claim. */
    private byte[] bytes(int count, String what) throws IOException {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw problem(
            offset, bytes.length + " bytes; " + count + " expected: " + what + ", truncated");
      }
      offset += count;
      return bytes;
    }

    private IOException problem(long at, String found) {
      return new IOException(file + ": at offset " + at + ": found " + found);
    }
  }
}
