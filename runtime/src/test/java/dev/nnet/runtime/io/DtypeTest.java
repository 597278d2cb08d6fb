package dev.nnet.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Numbers of other formats, as IEEE 754 and the files of others have them. */
class DtypeTest {
  private static float[] read(String type, int bytes, java.util.function.Consumer<ByteBuffer> data)
      throws IOException {
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
            .formatted(type, 2 * bytes);
    byte[] file = SafetensorsBytes.file(header, 2 * bytes);
    ByteBuffer numbers =
        ByteBuffer.wrap(file, file.length - 2 * bytes, 2 * bytes)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    data.accept(numbers);
    return SafetensorsBytes.read(file).tensors().get("x").values();
  }

  @Test
  void allBecomeFloats() throws IOException {
    assertThat(read("F64", 8, b -> b.putDouble(0.1).putDouble(-2))).containsExactly(0.1f, -2);
    assertThat(read("I64", 8, b -> b.putLong(938).putLong(-1))).containsExactly(938, -1);
    assertThat(read("I32", 4, b -> b.putInt(938).putInt(-1))).containsExactly(938, -1);
    assertThat(read("U8", 1, b -> b.put((byte) 200).put((byte) 1))).containsExactly(200, 1);
    assertThat(read("BF16", 2, b -> b.putShort((short) 0x3fc0).putShort((short) 0xc000)))
        .containsExactly(1.5f, -2);
  }

  @Test
  void halves() throws IOException {
    assertThat(halves(0x3c00, 0xc000)).containsExactly(1, -2);
    assertThat(halves(0x7bff, 0x3555)).containsExactly(65504, 0.33325195f);
    assertThat(halves(0x0001, 0x03ff)).containsExactly(5.9604645e-8f, 6.097555e-5f);
    assertThat(halves(0x7c00, 0xfc00))
        .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(halves(0x7e00, 0x8000)).containsExactly(Float.NaN, -0f);
  }

  private static float[] halves(int first, int second) throws IOException {
    return read("F16", 2, b -> b.putShort((short) first).putShort((short) second));
  }

  @Test
  void othersAreRefusedByName() {
    assertThatThrownBy(() -> read("F8_E4M3", 1, b -> {}))
        .hasMessageContaining("x is F8_E4M3; what can be read is [F64, F32, F16, BF16, I64");
  }
}
