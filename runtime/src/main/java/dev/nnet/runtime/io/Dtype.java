package dev.nnet.runtime.io;

import java.nio.ByteBuffer;

/** The number formats of safetensors files; all become floats. */
public enum Dtype {
  F64(8),
  F32(4),
  F16(2),
  /** The upper half of an F32. */
  BF16(2),
  I64(8),
  I32(4),
  U8(1);

  final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Takes the next numbers of a buffer. */
  void read(ByteBuffer in, float[] to, int from, int count) {
    if (this == F32) {
      in.asFloatBuffer().get(to, from, count);
      return;
    }
    for (int k = from; k < from + count; k++) {
      to[k] = next(in);
    }
  }

  private float next(ByteBuffer in) {
    return switch (this) {
      case F64 -> (float) in.getDouble();
      case F32 -> in.getFloat();
      case F16 -> half(in.getShort());
      case BF16 -> Float.intBitsToFloat(in.getShort() << 16);
      case I64 -> in.getLong();
      case I32 -> in.getInt();
      case U8 -> in.get() & 0xff;
    };
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
  public static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        };
    return bits < 0 ? -size : size;
  }
}
