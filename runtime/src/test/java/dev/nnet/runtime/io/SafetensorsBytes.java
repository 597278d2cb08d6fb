package dev.nnet.runtime.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Weight files put together by hand: any header length, any header, any number of data bytes. */
final class SafetensorsBytes {
  private SafetensorsBytes() {}

  static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return file(text.length, text, dataBytes);
  }

  static byte[] file(long announced, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(announced)
        .put(header)
        .array();
  }

  /** A header entry of an F32 tensor. */
  static String entry(String name, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%s]}"
        .formatted(name, shape, offsets);
  }

  static TensorFile read(byte[] bytes) throws IOException {
    return TensorFile.read(new ByteArrayInputStream(bytes), "hand.safetensors");
  }
}
