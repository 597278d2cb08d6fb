package dev.nnet.runtime.io;

import java.nio.ByteBuffer;

/** The number formats of safetensors files; all become floats. */
enum Dtype {
  F64(8) {
    @Override
    float read(ByteBuffer in) {
      return (float) in.getDouble();
    }
  },
  F32(4) {
    @Override
    float read(ByteBuffer in) {
      return in.getFloat();
    }
  },
  F16(2) {
    @Override
    float read(ByteBuffer in) {
      return half(in.getShort());
    }
  },
  /** The upper half of an F32. */
  BF16(2) {
    @Override
    float read(ByteBuffer in) {
      return Float.intBitsToFloat(in.getShort() << 16);
    }
  },
  I64(8) {
    @Override
    float read(ByteBuffer in) {
      return in.getLong();
    }
  },
  I32(4) {
    @Override
    float read(ByteBuffer in) {
      return in.getInt();
    }
  },
  U8(1) {
    @Override
    float read(ByteBuffer in) {
      return in.get() & 0xff;
    }
  };

  final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** The next number of a buffer. */
  abstract float read(ByteBuffer in);

  /** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
  private static float half(short bits) {
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
