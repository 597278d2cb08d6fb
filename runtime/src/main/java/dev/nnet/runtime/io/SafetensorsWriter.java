package dev.nnet.runtime.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Writes a {@link TensorFile}: header padded with blanks to 8 bytes, tensors in order of name. */
final class SafetensorsWriter {
  private static final int FLOATS = 4096;

  private final TensorFile file;

  SafetensorsWriter(TensorFile file) {
    this.file = file;
  }

  void write(OutputStream out) throws IOException {
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    int padding = -header.length & 7;
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(0, header.length + padding).array());
    out.write(header);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    ByteBuffer bytes = ByteBuffer.allocate(FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (StoredTensor tensor : file.tensors().values()) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += FLOATS) {
        int count = Math.min(FLOATS, values.length - from);
        bytes.asFloatBuffer().put(values, from, count);
        out.write(bytes.array(), 0, count * Float.BYTES);
      }
    }
  }

  private String header() {
    StringJoiner entries = new StringJoiner(",", "{", "}");
    if (!file.metadata().isEmpty()) {
      StringJoiner texts = new StringJoiner(",", "{", "}");
      file.metadata().forEach((key, text) -> texts.add(Json.quote(key) + ":" + Json.quote(text)));
      entries.add("\"" + SafetensorsReader.METADATA + "\":" + texts);
    }
    long offset = 0;
    for (var entry : file.tensors().entrySet()) {
      StringJoiner shape = new StringJoiner(",", "[", "]");
      entry.getValue().dims().forEach(size -> shape.add(size.toString()));
      long end = offset + (long) entry.getValue().values().length * Float.BYTES;
      entries.add(
          Json.quote(entry.getKey())
              + ":{\"dtype\":\"F32\",\"shape\":"
              + shape
              + ",\"data_offsets\":["
              + offset
              + ","
              + end
              + "]}");
      offset = end;
    }
    return entries.toString();
  }
}
