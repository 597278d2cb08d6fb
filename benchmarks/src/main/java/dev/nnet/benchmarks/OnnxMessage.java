package dev.nnet.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A protocol buffers message under construction. */
final class OnnxMessage {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  OnnxMessage number(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  OnnxMessage text(int field, String value) {
    return raw(field, value.getBytes(StandardCharsets.UTF_8));
  }

  OnnxMessage message(int field, OnnxMessage value) {
    return raw(field, value.bytes());
  }

  OnnxMessage raw(int field, byte[] value) {
    varint((long) field << 3 | LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** The fields of another message behind those of this one. */
  OnnxMessage append(OnnxMessage other) {
    out.writeBytes(other.bytes());
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void varint(long value) {
    while ((value & ~0x7FL) != 0) {
      out.write((int) (value & 0x7F | 0x80));
      value >>>= 7;
    }
    out.write((int) value);
  }

  /** An attribute of a node. */
  static OnnxMessage integer(String name, int value) {
    return new OnnxMessage().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
  }

  /** An attribute of several numbers. */
  static OnnxMessage ints(String name, int... values) {
    OnnxMessage attribute = new OnnxMessage().text(1, name).number(20, ATTRIBUTE_INTS);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute;
  }

  /** An attribute that is a word. */
  static OnnxMessage word(String name, String value) {
    return new OnnxMessage().text(1, name).text(4, value).number(20, ATTRIBUTE_STRING);
  }
}
