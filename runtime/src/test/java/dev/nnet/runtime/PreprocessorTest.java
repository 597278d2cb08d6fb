package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.image.Draws;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures, and the numbers a network gets of them. */
class PreprocessorTest {
  private static PreprocessSpec spec(List<Integer> dims, String... operations) {
    return new PreprocessSpec("image", dims, List.of(operations));
  }

  @Test
  void convertsEveryByteInFloatArithmetic() {
    byte[] pixels = new byte[256];
    for (int v = 0; v < 256; v++) {
      pixels[v] = (byte) v;
    }
    float[] plain = new float[256];
    new Preprocessor(spec(List.of(16, 16), "to_tensor"))
        .apply(16, 16, pixels, 0, plain, 0, Draws.NONE);
    float[] normal = new float[256];
    new Preprocessor(spec(List.of(16, 16), "to_tensor", "normalize(0.1307, std=0.3081)"))
        .apply(16, 16, pixels, 0, normal, 0, Draws.NONE);
    for (int v = 0; v < 256; v++) {
      assertThat(plain[v]).isEqualTo(v / 255f);
      assertThat(normal[v]).isEqualTo((v / 255f - 0.1307f) / 0.3081f);
    }
  }

  @Test
  void separatesChannelsAndStaysInItsPlace() {
    Preprocessor table =
        new Preprocessor(
            spec(List.of(1, 2, 3), "to_tensor", "normalize(mean=[0, 0, 1], std=[1, 0.5, 1])"));
    byte[] pixels = {99, -1, -1, -1, 0, 0, 0};
    float[] planes = new float[8];
    table.apply(1, 2, pixels, 1, planes, 1, Draws.NONE);
    assertThat(planes).containsExactly(0, 1, 0, 2, 0, 0, -1, 0);
  }

  @Test
  void saysWhichSizeAnImageHasAndShouldHave() {
    Preprocessor grey = new Preprocessor(spec(List.of(28, 28), "to_tensor"));
    assertThat(grey.mismatch(28, 28, 1)).isEmpty();
    assertThat(grey.mismatch(28, 27, 1)).isEqualTo(" is u8[28, 27], u8[28, 28] expected");
    assertThat(grey.mismatch(28, 28, 3)).isEqualTo(" is u8[28, 28, 3], u8[28, 28] expected");
    Preprocessor colour = new Preprocessor(spec(List.of(4, 5, 3), "to_tensor"));
    assertThat(colour.mismatch(4, 5, 3)).isEmpty();
    assertThat(colour.mismatch(4, 5, 1)).isEqualTo(" is u8[4, 5], u8[4, 5, 3] expected");
  }

  @Test
  void refusesAnImageWhoseBytesAreNotItsSize() {
    assertThatThrownBy(() -> Image.of(28, 28, 1, new byte[783]))
        .hasMessage("image has 783 bytes, 28 * 28 * 1 = 784 expected");
    assertThatThrownBy(() -> new Image(2, 2, 3, new byte[13]))
        .hasMessage("image has 13 bytes, 2 * 2 * 3 = 12 expected");
    assertThatThrownBy(() -> Image.of(0, 2, 1, new byte[0]))
        .hasMessage("an image of 0 x 2 with 1 channels");
    assertThatThrownBy(() -> Image.of(-2, -2, 1, new byte[4]))
        .hasMessage("an image of -2 x -2 with 1 channels");
    assertThatThrownBy(() -> Image.of(1 << 16, 1 << 16, 1, new byte[0]))
        .hasMessage("image has 0 bytes, 65536 * 65536 * 1 = 4294967296 expected");
  }

  @Test
  void refusesPreprocessingItDoesNotKnow() {
    List<Integer> dims = List.of(2, 2);
    assertThatThrownBy(() -> spec(dims, "to_tensor", "resize(3)"))
        .hasMessage(
            "preprocess image: resize after to_tensor; normalize and standardize can follow it");
    assertThatThrownBy(() -> spec(dims, "normalize(0, 1)"))
        .hasMessage("preprocess image: bytes become numbers by to_tensor, which is missing");
    assertThatThrownBy(() -> spec(dims, "to_tensor", "standardize", "normalize(0, 1)"))
        .hasMessage("preprocess image: normalize after standardize; one of the two is enough");
    assertThatThrownBy(() -> spec(dims, "blur(3)", "to_tensor"))
        .hasMessageStartingWith("preprocess image: there is no 'blur'; there are center_crop, ");
    assertThatThrownBy(() -> spec(dims, "center_crop(3)", "to_tensor"))
        .hasMessage(
            "preprocess image: center_crop of 3 x 3 pixels does not fit into a picture u8[2, 2];"
                + " resize it first");
    assertThatThrownBy(() -> spec(List.of(4), "to_tensor"))
        .hasMessageContaining("pictures are u8[height, width]");
    assertThatThrownBy(() -> spec(dims, "to_tensor", "normalize(mean=0, std=0)"))
        .hasMessage("preprocess image: std is 0");
    assertThatThrownBy(() -> spec(dims, "to_tensor", "normalize(mean=[0, 1], std=1)"))
        .hasMessage("preprocess image: mean has 2 values for 1 channels");
  }
}
