package dev.nnet.runtime.io;

import static dev.nnet.runtime.io.SafetensorsBytes.entry;
import static dev.nnet.runtime.io.SafetensorsBytes.file;
import static dev.nnet.runtime.io.SafetensorsBytes.read;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weight files that lie: each is refused before anything is allocated, and says what it says. */
class HostileFileTest {
  private static final String W = entry("w", "2", "0,8");

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 32, (16 << 20) + 1, 1000, 1, 0})
  void refusesAHeaderLongerThanTheFile(long announced) {
    byte[] header = "{}".getBytes(StandardCharsets.US_ASCII);
    refused(
        file(announced, header, 0),
        "this is no weight file: its first 8 bytes announce a header of "
            + Long.toUnsignedString(announced)
            + " bytes in a file of 10");
  }

  @Test
  void refusesAFileShorterThanItsLength() {
    refused(new byte[0], "0 bytes are too few for a weight file");
    refused(new byte[7], "7 bytes are too few for a weight file");
  }

  @Test
  void saysHowManyBytesOfDataAreMissingOrTooMany() {
    refused(
        file("{" + W + "}", 7), "the header describes 8 bytes of data, the file has 7: truncated");
    refused(
        file("{" + W + "}", 9),
        "the header describes 8 bytes of data, the file has 9: trailing bytes");
    refused(file("{}", 4), "the header describes 0 bytes of data, the file has 4: trailing bytes");
  }

  @Test
  void refusesEveryTruncationOfAGoodFile(@TempDir Path directory) throws IOException {
    Path good = directory.resolve("good");
    TensorFile.of(
            Map.of("k", "v"),
            Map.of("w", new StoredTensor(List.of(2, 2), new float[] {1, 2, 3, 4})))
        .write(good);
    byte[] bytes = Files.readAllBytes(good);
    Path cut = directory.resolve("cut.safetensors");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> TensorFile.read(cut))
          .as("first %d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(cut + ": ");
    }
  }

  static Stream<Arguments> headers() {
    String huge = "2147483647";
    return Stream.of(
        // offsets
        arguments(entry("w", "2", "-8,0"), "object, array, string or whole number expected"),
        arguments(
            entry("w", "2", "8,0"), "w of shape [2] takes 8 bytes, its data_offsets are [8, 0]"),
        arguments(
            entry("w", "2", "0,4"), "w of shape [2] takes 8 bytes, its data_offsets are [0, 4]"),
        arguments(entry("w", "2", "0"), "w of shape [2] takes 8 bytes, its data_offsets are [0]"),
        arguments(
            entry("w", "2", "0,8,8"),
            "w of shape [2] takes 8 bytes, its data_offsets are [0, 8, 8]"),
        arguments(
            W + "," + entry("x", "1", "4,8"),
            "tensor x begins at byte 4 of the data, 8 expected: tensors may not overlap"),
        arguments(
            W + "," + entry("x", "2", "0,8"), "tensor x begins at byte 0 of the data, 8 expected"),
        arguments(entry("w", "1", "4,8"), "tensor w begins at byte 4 of the data, 0 expected"),
        arguments(
            entry("w", "1", "999999999999999996,1000000000000000000"), "no such whole number"),
        arguments(
            entry("w", "1", "99999999999999990,99999999999999994"),
            "tensor w begins at byte 99999999999999990 of the data, 0 expected"),
        arguments(
            entry("w", "1000", "0,4000"),
            "the header describes 4000 bytes of data, the file has 8"),
        // shapes
        arguments(entry("w", huge + "," + huge, "0,8"), "w has more than 2147483647 values"),
        arguments(entry("w", "2147483648", "0,8"), "w has more than 2147483647 values"),
        arguments(entry("w", "99999999999999999999", "0,8"), "no such whole number"),
        arguments(entry("w", "-2", "0,8"), "object, array, string or whole number expected"),
        arguments(entry("w", "2.0", "0,8"), "']' expected"),
        arguments(entry("w", "\"2\"", "0,8"), "w.shape is no list of whole numbers"),
        // entries
        arguments(W + "," + W, "'w' is given twice"),
        arguments("\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}", "'dtype' is given twice"),
        arguments(W.replace("F32", "F8"), "w is F8; what can be read is"),
        arguments(W.replace("\"F32\"", "32"), "w.dtype is no string"),
        arguments(W.replace("dtype", "type"), "expected dtype, shape, data_offsets"),
        arguments("\"w\":{}", "w has [], expected dtype, shape, data_offsets"),
        arguments("\"w\":7", "w is no object"),
        arguments("\"__metadata__\":[]", "__metadata__ is no object"),
        arguments("\"__metadata__\":{\"k\":1}", "k is no string"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void namesTheTensorAndWhatIsWrongWithIt(String entries, String message) {
    refused(file("{" + entries + "}", 8), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]", "{} x", "{\"w\"}", "{\"w\":}", "{\"w\":1,}", "{w:1}", "{\"w\":tru}", "{\"w\":01}",
        "{\"w", "{\"w\\", "{\"w\\x\":1}", "{\"w\\u12g4\":1}", "{\"w\\u1", "{\"a\nb\":1}", "{{", "  "
      })
  void refusesWhatIsNoJsonObject(String header) {
    refused(file(header, 0), "bad header: ");
  }

  @Test
  void saysWhereTheJsonBreaks() {
    refused(
        file("{\"w\":}", 0),
        "bad header: object, array, string or whole number expected at character 5");
  }

  @Test
  void refusesDeepNestingWithoutOverflowingTheStack() {
    refused(file("[".repeat(1 << 20), 0), "bad header: nested more than 8 levels at character 9");
    refused(file("{\"a\":".repeat(1 << 18), 0), "bad header: nested more than 8 levels");
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() {
    refused(
        file(4, new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'}, 0), "bad header: it is not UTF-8");
  }

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("hand.safetensors: ")
        .hasMessageContaining(message);
  }
}
