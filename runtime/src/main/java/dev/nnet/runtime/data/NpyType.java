package dev.nnet.runtime.data;

import dev.nnet.runtime.io.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A type of NumPy's: {@code <f4}, {@code >i8}, {@code |u1}.
 *
 * @param kind f, i, u or b
 * @param bytes of a number
 */
record NpyType(char kind, int bytes, ByteOrder order) {
  static final String NAMES = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";

  /** The type of this name; null if it is another. */
  static NpyType of(String descr) {
    if (!descr.matches("[<>|=](f[248]|[iu][1248]|b1)")) {
      return null;
    }
    ByteOrder order =
        switch (descr.charAt(0)) {
          case '>' -> ByteOrder.BIG_ENDIAN;
          case '=' -> ByteOrder.nativeOrder();
          default -> ByteOrder.LITTLE_ENDIAN;
        };
    return new NpyType(descr.charAt(1), descr.charAt(2) - '0', order);
  }

  boolean unsigned() {
    return kind == 'u';
  }

  /** A number, rounded to the nearest float. */
  float number(ByteBuffer in, int index) {
    if (kind != 'f') {
      long value = whole(in, index);
      return unsigned() && value < 0 ? 2f * (value >>> 1 | value & 1) : value;
    }
    return switch (bytes) {
      case 2 -> Dtype.half(in.getShort(2 * index));
      case 4 -> in.getFloat(4 * index);
      default -> (float) in.getDouble(8 * index);
    };
  }

  /** A whole number; one of 64 bits without sign is negative from 2^63 on. */
  long whole(ByteBuffer in, int index) {
    long value =
        switch (bytes) {
          case 1 -> in.get(index);
          case 2 -> in.getShort(2 * index);
          case 4 -> in.getInt(4 * index);
          default -> in.getLong(8 * index);
        };
    if (kind == 'b') {
      return value == 0 ? 0 : 1;
    }
    boolean whole = kind == 'i' || bytes == 8;
    return whole ? value : value & (1L << 8 * bytes) - 1;
  }
}
