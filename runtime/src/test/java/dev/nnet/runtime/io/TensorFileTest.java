package dev.nnet.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written comes back, in the bytes the format asks for. */
class TensorFileTest {
  @TempDir Path directory;

  private static TensorFile sample() {
    float[] odd = {
      -0f,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      Float.NEGATIVE_INFINITY,
      Float.intBitsToFloat(0x7fc12345)
    };
    float[] many = new float[10_001];
    for (int k = 0; k < many.length; k++) {
      many[k] = k * 0.37f;
    }
    return TensorFile.of(
        Map.of("text", "a \"quoted\" \\ line\nand \u00e4\u6f22\ud83d\ude00 end"),
        Map.of(
            "b/odd", new StoredTensor(List.of(5), odd),
            "a/many", new StoredTensor(List.of(73, 137), many),
            "scalar", new StoredTensor(List.of(), new float[] {3}),
            "empty", new StoredTensor(List.of(0, 4), new float[0])));
  }

  @Test
  void readsBackEveryBitOfWhatItWrote() throws IOException {
    Path file = directory.resolve("w.safetensors");
    TensorFile written = sample();
    written.write(file);
    TensorFile read = TensorFile.read(file);
    assertThat(read.metadata()).isEqualTo(written.metadata());
    assertThat(read.tensors().keySet()).isEqualTo(written.tensors().keySet());
    written
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(read.tensors().get(name).dims()).isEqualTo(tensor.dims());
              assertThat(bits(read.tensors().get(name))).isEqualTo(bits(tensor));
            });
  }

  @Test
  void handsLargeTensorsOnInPiecesInOrder() throws IOException {
    float[] values = new float[100_003];
    for (int k = 0; k < values.length; k++) {
      values[k] = k;
    }
    Path file = directory.resolve("large.safetensors");
    TensorFile.of(Map.of(), Map.of("w", new StoredTensor(List.of(values.length), values)))
        .write(file);
    assertThat(TensorFile.read(file).tensors().get("w").values()).isEqualTo(values);
    List<Integer> pieces = new ArrayList<>();
    TensorFile.read(
        file,
        new TensorSink() {
          @Override
          public void begin(
              SortedMap<String, String> metadata, SortedMap<String, List<Integer>> dims) {
            assertThat(dims).isEqualTo(Map.of("w", List.of(values.length)));
          }

          @Override
          public void take(String tensor, int from, float[] piece, int count) {
            assertThat(from).isEqualTo(pieces.stream().mapToInt(p -> p).sum());
            assertThat(piece[count - 1]).isEqualTo(values[from + count - 1]);
            pieces.add(count);
          }
        });
    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(pieces.stream().mapToInt(p -> p).sum()).isEqualTo(values.length);
  }

  private static int[] bits(StoredTensor tensor) {
    int[] bits = new int[tensor.values().length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = Float.floatToRawIntBits(tensor.values()[k]);
    }
    return bits;
  }

  @Test
  void givesEqualBytesForEqualContentInAnyOrder() throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    TensorFile sample = sample();
    sample.write(first);
    Map<String, StoredTensor> backwards = new TreeMap<>(sample.tensors()).descendingMap();
    TensorFile.of(sample.metadata(), backwards).write(second);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
  }

  @Test
  void writesTheFormatByteForByte() throws IOException {
    Path file = directory.resolve("w");
    TensorFile.of(Map.of(), Map.of("w", new StoredTensor(List.of(2), new float[] {1, -2})))
        .write(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    int padded = (header.length() + 7) / 8 * 8;
    assertThat(bytes.getLong()).isEqualTo(padded);
    byte[] text = new byte[padded];
    bytes.get(text);
    assertThat(new String(text, StandardCharsets.US_ASCII).stripTrailing()).isEqualTo(header);
    assertThat(bytes.getFloat()).isEqualTo(1f);
    assertThat(bytes.getFloat()).isEqualTo(-2f);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void readsTensorsWhoseDataComeInAnotherOrderThanTheirNames() throws IOException {
    byte[] bytes =
        SafetensorsBytes.file(
            "{ "
                + SafetensorsBytes.entry("a", "1", "4,8")
                + " ,\n\t"
                + SafetensorsBytes.entry("b", "1", "0,4")
                + "} ",
            8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, 5f);
    TensorFile read = SafetensorsBytes.read(bytes);
    assertThat(read.tensors().get("a").values()).containsExactly(5f);
    assertThat(read.tensors().get("b").values()).containsExactly(0f);
  }

  @Test
  void refusesATensorWhoseSizesAreNotItsValues() {
    assertThatThrownBy(() -> new StoredTensor(List.of(2, 3), new float[5]))
        .hasMessage("5 values for a tensor of [2, 3]");
    assertThatThrownBy(() -> new StoredTensor(List.of(-2, -3), new float[6]))
        .hasMessage("6 values for a tensor of [-2, -3]");
  }

  @Test
  void namesTheFileThatIsNotThere() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> TensorFile.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }
}
