package dev.nnet.runtime.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array as NumPy's {@code save} writes it.
 *
 * <pre>
 *   offset 0    93 N U M P Y             the magic string
 *   offset 6    1 0                      version; 2 0 and 3 0 have a length of four bytes
 *   offset 8    118 0                    length of the header, least significant byte first
 *   offset 10   {'descr': '&lt;f4', 'fortran_order': False, 'shape': (150, 4), }
 *   behind it   the numbers, row-major, to the end of the file
 * </pre>
 *
 * Floats of 16, 32 and 64 bits, whole numbers of 8 to 64 bits with and without sign, and truth
 * values, in either byte order. Format: NumPy Enhancement Proposal 1, "A Simple File Format for
 * NumPy Arrays", and the reference of {@code numpy.lib.format}.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final long MOST = Integer.MAX_VALUE - 8;
  private static final Pattern TYPE = key("descr", "'([^']*)'|\"([^\"]*)\"");
  private static final Pattern ORDER = key("fortran_order", "(True|False)");
  private static final Pattern SHAPE = key("shape", "\\(([0-9L,\\s]*)\\)");

  private final String name;
  private final NpyType type;
  private final List<Integer> dims;
  private final ByteBuffer bytes;

  private Npy(String name, NpyType type, List<Integer> dims, ByteBuffer bytes) {
    this.name = name;
    this.type = type;
    this.dims = List.copyOf(dims);
    this.bytes = bytes;
  }

  private static Pattern key(String key, String value) {
    return Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*(?:" + value + ")");
  }

  /**
   * Reads a file to its very end.
   *
   * @throws IOException naming the file, what was expected and what was found: another magic
   *     string, a header that cannot be understood, objects or records, columns first, too few or
   *     too many bytes
   */
  public static Npy read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(file.toString(), in);
    }
  }

  /** Reads an array of the stream, to its end; memory grows with what is there. */
  static Npy read(String name, InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    boolean magic = start.length == 8 && Arrays.equals(Arrays.copyOf(start, 6), MAGIC);
    if (!magic || start[6] < 1 || start[6] > 3) {
      throw new IOException(name + ": this is no npy file of version 1, 2 or 3");
    }
    int width = start[6] == 1 ? 2 : 4;
    ByteBuffer size = ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(width), 4));
    long length = size.order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
    if (length > LONGEST_HEADER) {
      throw new IOException(
          name + ": a header of " + length + " bytes; at most " + LONGEST_HEADER + " expected");
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw new IOException(name + ": truncated within the header");
    }
    return read(name, new String(header, StandardCharsets.UTF_8).strip(), in);
  }

  private static Npy read(String name, String header, InputStream in) throws IOException {
    Matcher descr = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!header.startsWith("{") || !order.find() || !shape.find()) {
      throw new IOException(
          name + ": the header is " + header + "; descr, fortran_order and shape expected");
    }
    boolean found = descr.find();
    String code = found && descr.group(1) == null ? descr.group(2) : found ? descr.group(1) : "";
    NpyType type = NpyType.of(code);
    if (type == null) {
      throw new IOException(name + ": the type in " + header + " is none of " + NpyType.NAMES);
    }
    List<Integer> dims = new ArrayList<>();
    long count = 1;
    for (String word : shape.group(1).replace("L", "").split(",\\s*")) {
      if (word.isBlank()) {
        continue;
      }
      long dim = word.matches("\\d{1,10}") ? Long.parseLong(word) : Long.MAX_VALUE;
      if (dim > MOST || count * dim > MOST / type.bytes()) {
        throw new IOException(
            name + ": the shape (" + shape.group(1) + ") has more than 2^31 - 9 bytes");
      }
      dims.add((int) dim);
      count *= dim;
    }
    if (order.group(1).equals("True") && dims.size() > 1) {
      throw new IOException(
          name
              + ": the numbers lie column by column; save numpy.ascontiguousarray(a) to have them"
              + " row by row");
    }
    int size = (int) count * type.bytes();
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size || in.read() >= 0) {
      String there = bytes.length < size ? bytes.length + " bytes" : "more bytes";
      throw new IOException(name + ": " + there + " of numbers; " + size + " expected for " + dims);
    }
    return new Npy(name, type, dims, ByteBuffer.wrap(bytes).order(type.order()));
  }

  /** The sizes; none for a single number. */
  public List<Integer> dims() {
    return dims;
  }

  /** How many numbers there are. */
  public int count() {
    return bytes.capacity() / type.bytes();
  }

  /** Whether they are floats; otherwise they are whole numbers or truth values. */
  public boolean fractional() {
    return type.kind() == 'f';
  }

  /** Whether each is an unsigned byte. */
  public boolean unsignedBytes() {
    return type.unsigned() && type.bytes() == 1;
  }

  /** The numbers as floats, rounded to the nearest. */
  public float[] floats() {
    float[] floats = new float[count()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = type.number(bytes, i);
    }
    return floats;
  }

  /**
   * The numbers as ints, truth values as 1 and 0.
   *
   * @throws IllegalArgumentException if they are floats, or one has more than 32 bits
   */
  public int[] ints() {
    if (fractional()) {
      throw new IllegalArgumentException(name + ": these are floats; whole numbers expected");
    }
    int[] ints = new int[count()];
    for (int i = 0; i < ints.length; i++) {
      long value = type.whole(bytes, i);
      if (value != (int) value || type.unsigned() && value < 0) {
        throw new IllegalArgumentException(name + ": number " + i + " has more than 32 bits");
      }
      ints[i] = (int) value;
    }
    return ints;
  }

  /** The bytes of the numbers as they are in the file. */
  byte[] raw() {
    return bytes.array();
  }
}
