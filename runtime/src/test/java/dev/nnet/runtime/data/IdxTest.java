package dev.nnet.runtime.data;

import static dev.nnet.runtime.data.IdxBytes.idx;
import static dev.nnet.runtime.data.IdxBytes.labels;
import static dev.nnet.runtime.data.IdxBytes.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IDX files, sound and damaged. */
class IdxTest {
  private static final byte[] SIX = {0, 1, 127, -128, -2, -1};

  @TempDir Path directory;

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("data-idx"), content);
  }

  @Test
  void readsPlainAndPackedFilesAlike() throws IOException {
    byte[] content = idx(0x802, new int[] {2, 3}, SIX);
    for (Path file :
        new Path[] {file(content), zip(directory.resolve("packed-whatever-its-name"), content)}) {
      Idx read = Idx.read(file);
      assertThat(read.dims()).containsExactly(2, 3);
      assertThat(read.values()).isEqualTo(SIX);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x800, 0x805, 0x901, 0xd03, 0x01080000, 0x03080000, -1})
  void refusesAnotherMagicNumber(int magic) throws IOException {
    refused(
        idx(magic, new int[] {6}, SIX),
        "at offset 0: found magic number "
            + String.format("0x%08x", magic)
            + "; 0x00000801 to 0x00000804 expected: unsigned bytes in 1 to 4 dimensions");
  }

  @Test
  void saysWhereATruncatedFileEnds() throws IOException {
    refused(new byte[0], "at offset 0: found 0 bytes; 4 expected: the magic number, truncated");
    refused(new byte[] {0, 0, 8}, "at offset 0: found 3 bytes; 4 expected: the magic number");
    byte[] good = idx(0x802, new int[] {2, 3}, SIX);
    refused(Arrays.copyOf(good, 10), "at offset 8: found 2 bytes; 4 expected: size 1, truncated");
    refused(
        Arrays.copyOf(good, good.length - 1),
        "at offset 12: found 5 bytes; 6 expected: values of [2, 3], truncated");
  }

  @Test
  void refusesBytesBehindTheEnd() throws IOException {
    refused(
        idx(0x801, new int[] {5}, SIX),
        "at offset 13: found more bytes; the end expected after [5]");
  }

  @Test
  void refusesSizesThatCannotBeBeforeItReadsOn() throws IOException {
    String expected = "; sizes of at least 1 with at most 2^31 - 9 values expected";
    refused(idx(0x801, new int[] {0}), "at offset 4: found size 0 after []" + expected);
    refused(idx(0x801, new int[] {-1}), "at offset 4: found size 4294967295 after []" + expected);
    refused(
        idx(0x803, new int[] {60000, 60000, 28}, SIX),
        "at offset 8: found size 60000 after [60000]" + expected);
  }

  @Test
  void claimsOfTheHeaderCostNoMemory() throws IOException {
    refused(
        idx(0x801, new int[] {Integer.MAX_VALUE - 8}, SIX),
        "at offset 8: found 6 bytes; 2147483639 expected: values of [2147483639], truncated");
  }

  @Test
  void namesThePackedFileThatIsDamaged() throws IOException {
    Path packed = zip(directory.resolve("data.gz"), labels(new byte[5000]));
    byte[] bytes = Files.readAllBytes(packed);
    for (int length : new int[] {2, 9, bytes.length / 2, bytes.length - 1}) {
      refused(Arrays.copyOf(bytes, length), "truncated gzip data");
    }
    byte[] flipped = bytes.clone();
    flipped[bytes.length - 6] ^= 1;
    refused(flipped, "damaged gzip data");
    flipped = bytes.clone();
    flipped[2] = 77;
    refused(flipped, "damaged gzip data");
  }

  private void refused(byte[] content, String message) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }
}
