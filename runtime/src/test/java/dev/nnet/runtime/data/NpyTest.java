package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.BorderRows;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.PictureRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that NumPy wrote (make_arrays.py), and damaged ones. */
class NpyTest {
  private static final Path ARRAYS = Path.of("src/test/resources/npy");

  @TempDir Path folder;

  private static Npy array(String name) throws IOException {
    return Npy.read(ARRAYS.resolve(name + ".npy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f2le", "f4le", "f8le", "f2be", "f4be", "f8be"})
  void readsFloatsInEitherByteOrder(String name) throws IOException {
    Npy array = array(name);
    assertThat(array.dims()).containsExactly(2, 3);
    assertThat(array.floats()).containsExactly(0, 1, -2, 3.5f, 100, -0.25f);
    assertThatThrownBy(array::ints).hasMessageContaining("whole numbers expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"i1", "u1", "i2", "u2", "u4", "i4", "i8", "u8"})
  void readsWholeNumbers(String name) throws IOException {
    assertThat(array(name).ints()).containsExactly(0, 1, 2, 100, 127);
    assertThat(array(name).floats()).containsExactly(0, 1, 2, 100, 127);
  }

  @Test
  void readsTruthValuesAndSingleNumbers() throws IOException {
    assertThat(array("b1").ints()).containsExactly(1, 0, 1);
    assertThat(array("scalar").dims()).isEmpty();
    assertThat(array("scalar").floats()).containsExactly(7);
  }

  @Test
  void numbersOfMoreThan32BitsAreNoInts() throws IOException {
    assertThat(array("large").floats()).containsExactly(0x1p63f, 1);
    assertThatThrownBy(() -> array("large").ints())
        .hasMessageContaining("number 0 has more than 32 bits");
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> array("columns"))
        .hasMessageContaining("columns.npy: the numbers lie column by column; save numpy.asc");
    assertThatThrownBy(() -> array("objects"))
        .hasMessageContaining("the type in {'descr': '|O'")
        .hasMessageContaining("is none of f2 f4 f8");
    assertThatThrownBy(() -> array("records")).hasMessageContaining("is none of f2 f4 f8");
  }

  private static Npy read(int version, String header, int... numbers) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    int start = version == 1 ? 10 : 12;
    byte[] bytes = Arrays.copyOf(new byte[0], start + text.length + numbers.length);
    System.arraycopy(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0}, 0, bytes, 0, 8);
    bytes[8] = (byte) text.length;
    bytes[9] = (byte) (text.length >> 8);
    System.arraycopy(text, 0, bytes, start, text.length);
    for (int i = 0; i < numbers.length; i++) {
      bytes[start + text.length + i] = (byte) numbers[i];
    }
    return Npy.read("x.npy", new ByteArrayInputStream(bytes));
  }

  private static String header(String shape) {
    return "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n";
  }

  @Test
  void headersOfOtherWritersAreUnderstood() throws IOException {
    String swapped = "{\"shape\": (2L,), \"fortran_order\": True, \"descr\": \"|u1\"}";
    assertThat(read(2, swapped, 7, 8).ints()).containsExactly(7, 8);
    assertThat(read(3, header("(1,1, 2)"), 7, 200).ints()).containsExactly(7, 200);
    assertThat(read(1, header("(0, 5)")).count()).isZero();
  }

  @Test
  void claimsOfTheHeaderCostNoMemory() {
    refused(header("(2147483639,)"), "3 bytes of numbers; 2147483639 expected", 1, 2, 3);
    refused(header("(2147483640,)"), "has more than 2^31 - 9 bytes");
    refused(header("(99999999, 99999999, 99999999)"), "has more than 2^31 - 9 bytes");
    refused(header("(99999999999999999999,)"), "has more than 2^31 - 9 bytes");
    refused(header("(1 2,)"), "has more than 2^31 - 9 bytes");
    refused(header("(2,)"), "more bytes of numbers; 2 expected", 1, 2, 3);
    refused("{'descr': '|u1'}", "descr, fortran_order and shape expected");
    refused(header("(2,)").replace("u1", "u3"), "is none of f2 f4 f8");
    assertThatThrownBy(() -> read(4, header("(1,)"), 1)).hasMessageContaining("no npy file");
    byte[] long4 = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1};
    assertThatThrownBy(() -> Npy.read("x.npy", new ByteArrayInputStream(long4)))
        .hasMessage("x.npy: a header of 4294967295 bytes; at most 65536 expected");
  }

  private static void refused(String header, String message, int... numbers) {
    assertThatThrownBy(() -> read(1, header, numbers))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("x.npy: ")
        .hasMessageContaining(message);
  }

  @Test
  void damageIsAnErrorOrAnotherSoundArray() throws IOException {
    byte[] sound = Files.readAllBytes(ARRAYS.resolve("f4le.npy"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = Arrays.copyOf(sound, i % 3 == 0 ? random.nextInt(sound.length) : sound.length);
      for (int k = random.nextInt(3); k >= 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(Npy.read("x.npy", new ByteArrayInputStream(bytes)).floats()).isNotNull();
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("x.npy: ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "packed.npz"})
  void arraysOfAnArchiveAreData(String name) throws IOException {
    Npz npz = Npz.read(ARRAYS.resolve(name));
    assertThat(npz.arrays()).containsOnlyKeys("image", "digit");
    PictureRows rows = new PictureRows(4);
    Dataset data = npz.dataset(rows.spec());
    assertThat(data.size()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      data.read(i, rows.row().at(i));
    }
    assertThat(rows.digits()).containsExactly(3, 1, 0, 9);
    for (int p = 0; p < 16; p++) {
      assertThat(rows.images()[p]).isEqualTo(p / 255f);
    }
  }

  @Test
  void arraysThatDoNotFitAreNamed() throws IOException {
    Npz npz = Npz.read(ARRAYS.resolve("stored.npz"));
    assertThatThrownBy(() -> npz.dataset(of(BorderSpec.Element.F32, "x", List.of())))
        .hasMessageContaining("stored.npz has no array 'x' (rows.nnet:2:7); it has digit, image;")
        .hasMessageContaining("numpy.savez(file, x=..)");
    assertThatThrownBy(() -> npz.dataset(of(BorderSpec.Element.F32, "image", List.of(4))))
        .hasMessageContaining("stored.npz: image is [4, 2, 2], [n, 4] expected");
    assertThat(npz.dataset(of(BorderSpec.Element.F32, "image", List.of(2, 2))).size()).isEqualTo(4);
    assertThat(npz.dataset(of(BorderSpec.Element.I32, "digit", List.of())).size()).isEqualTo(4);
  }

  private static ModelSpec of(BorderSpec.Element element, String name, List<Integer> dims) {
    return BorderRows.spec(
        List.of(new BorderSpec(BorderSpec.Kind.INPUT, name, element, 0, dims, "2:7")), List.of());
  }

  @Test
  void damagedArchivesAreNamed() throws IOException {
    byte[] sound = Files.readAllBytes(ARRAYS.resolve("packed.npz"));
    Path file = folder.resolve("x.npz");
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(sound, i % 3 == 0 ? random.nextInt(sound.length) : sound.length);
      for (int k = 0; k < 3 && bytes.length > 0; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try {
        Npz.read(file);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }
}
