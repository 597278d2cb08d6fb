package dev.nnet.runtime.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a {@link TensorFile} without trusting it: the file's real size bounds every allocation, and
 * the tensors must cover the data exactly, one behind the other.
 */
final class SafetensorsReader {
  static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 16 << 20;

  /** Numbers that are handed on at a time. */
  private static final int AT_ONCE = 1 << 15;

  private final String name;
  private final ReadableByteChannel in;
  private final long size;

  SafetensorsReader(String name, ReadableByteChannel in, long size) {
    this.name = name;
    this.in = in;
    this.size = size;
  }

  /** Where one tensor lies, in bytes from the end of the header. */
  private record Place(String tensor, Dtype type, List<Integer> dims, long from, long to)
      implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return from == other.from ? Long.compare(to, other.to) : Long.compare(from, other.from);
    }
  }

  void read(TensorSink sink) throws IOException {
    int headerLength = headerLength();
    SortedMap<String, String> metadata = new TreeMap<>();
    List<Place> places = new ArrayList<>();
    try {
      for (var entry : object("the header", Json.parse(text(headerLength))).entrySet()) {
        if (entry.getKey().equals(METADATA)) {
          for (var fact : object(METADATA, entry.getValue()).entrySet()) {
            metadata.put(fact.getKey(), string(fact.getKey(), fact.getValue()));
          }
        } else {
          places.add(place(entry.getKey(), entry.getValue()));
        }
      }
    } catch (IllegalArgumentException e) {
      throw problem("bad header: " + e.getMessage());
    }
    Collections.sort(places);
    long end = 0;
    for (Place place : places) {
      if (place.from != end) {
        throw problem(
            "tensor "
                + place.tensor
                + " begins at byte "
                + place.from
                + " of the data, "
                + end
                + " expected: tensors may not overlap or leave gaps");
      }
      end = place.to;
    }
    long data = size - Long.BYTES - headerLength;
    if (end != data) {
      throw problem(
          "the header describes " + end + " bytes of data, the file has " + data + more(end, data));
    }
    SortedMap<String, List<Integer>> dims = new TreeMap<>();
    places.forEach(place -> dims.put(place.tensor, place.dims));
    sink.begin(metadata, dims);
    float[] values = new float[AT_ONCE];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(AT_ONCE * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Place place : places) {
      hand(place, bytes, values, sink);
    }
    if (in.read(bytes.clear()) >= 0) {
      throw problem("it grew while it was read");
    }
  }

  private static String more(long described, long present) {
    return present < described ? ": truncated" : ": trailing bytes";
  }

  private int headerLength() throws IOException {
    if (size < Long.BYTES) {
      throw problem(size + " bytes are too few for a weight file");
    }
    long length = filled(ByteBuffer.allocate(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER || length > size - Long.BYTES) {
      throw problem(
          "this is no weight file: its first 8 bytes announce a header of "
              + Long.toUnsignedString(length)
              + " bytes in a file of "
              + size);
    }
    return (int) length;
  }

  private String text(int length) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(filled(ByteBuffer.allocate(length)))
          .toString();
    } catch (CharacterCodingException e) {
      throw problem("bad header: it is not UTF-8");
    }
  }

  private static Place place(String tensor, Object value) {
    Map<String, Object> entry = object(tensor, value);
    if (!entry.keySet().equals(java.util.Set.of("dtype", "shape", "data_offsets"))) {
      throw new IllegalArgumentException(
          tensor + " has " + entry.keySet() + ", expected dtype, shape, data_offsets");
    }
    Dtype type = dtype(tensor, string(tensor + ".dtype", entry.get("dtype")));
    List<Integer> dims = new ArrayList<>();
    long count = 1;
    for (long dim : numbers(tensor + ".shape", entry.get("shape"))) {
      if (dim > Integer.MAX_VALUE || count * dim > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            tensor + " has more than " + Integer.MAX_VALUE + " values");
      }
      dims.add((int) dim);
      count *= dim;
    }
    List<Long> offsets = numbers(tensor + ".data_offsets", entry.get("data_offsets"));
    if (offsets.size() != 2 || offsets.get(1) - offsets.get(0) != count * type.bytes) {
      throw new IllegalArgumentException(
          tensor
              + " of shape "
              + dims
              + " takes "
              + count * type.bytes
              + " bytes, its data_offsets are "
              + offsets);
    }
    return new Place(tensor, type, List.copyOf(dims), offsets.get(0), offsets.get(1));
  }

  private static Dtype dtype(String tensor, String name) {
    for (Dtype type : Dtype.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        tensor + " is " + name + "; what can be read is " + List.of(Dtype.values()));
  }

  private static Map<String, Object> object(String what, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(what + " is no object");
    }
    Map<String, Object> object = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      object.put((String) entry.getKey(), entry.getValue());
    }
    return object;
  }

  private static String string(String what, Object value) {
    if (!(value instanceof String string)) {
      throw new IllegalArgumentException(what + " is no string");
    }
    return string;
  }

  private static List<Long> numbers(String what, Object value) {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        numbers.add(item instanceof Long number ? number : Long.valueOf(-1));
      }
    }
    if (!(value instanceof List<?>) || numbers.contains(-1L)) {
      throw new IllegalArgumentException(what + " is no list of whole numbers");
    }
    return numbers;
  }

  private void hand(Place place, ByteBuffer bytes, float[] values, TensorSink sink)
      throws IOException {
    Dtype type = place.type;
    int all = (int) ((place.to - place.from) / type.bytes);
    for (int from = 0; from < all; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, all - from);
      type.read(filled(bytes.clear().limit(count * type.bytes)), values, 0, count);
      sink.take(place.tensor, from, values, count);
    }
  }

  /** The buffer with the next bytes of the file, from its beginning to its limit. */
  private ByteBuffer filled(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw problem("it ends early");
      }
    }
    return buffer.flip();
  }

  private IOException problem(String what) {
    return new IOException(name + ": " + what);
  }
}
