package dev.nnet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.random.RandomStream;
import dev.nnet.runtime.text.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on pictures, against Pillow and torchvision where they have the same. */
class StagesTest {
  private static Map<String, StoredTensor> pillow() throws IOException {
    try (InputStream in = StagesTest.class.getResourceAsStream("/image/pillow.safetensors")) {
      return TensorFile.read(in, "pillow").tensors();
    }
  }

  private static Pixels pixels(StoredTensor tensor) {
    byte[] bytes = new byte[tensor.values().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) tensor.values()[i];
    }
    Pixels pixels = new Pixels();
    pixels.set(tensor.dims().get(0), tensor.dims().get(1), 3, bytes, 0);
    return pixels;
  }

  private static Pixels apply(String stage, Pixels from, Draws draws) {
    Pixels to = new Pixels();
    Stages.parse(Call.parse(stage)).apply(from, to, draws);
    return to;
  }

  private static byte[] used(Pixels p) {
    return java.util.Arrays.copyOf(p.bytes(), p.height * p.width * p.channels);
  }

  private static Pixels gradient(int height, int width) {
    byte[] bytes = new byte[height * width * 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    Pixels pixels = new Pixels();
    pixels.set(height, width, 3, bytes, 0);
    return pixels;
  }

  private static Draws draws(long epoch, long example) {
    Draws draws = new Draws(new RandomStream(5, "preprocess"));
    draws.at(epoch, example);
    return draws;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resize(16)",
        "resize(50)",
        "resize([9,60])",
        "resize(16,filter=bicubic)",
        "resize([70,20],filter=bicubic)",
        "center_crop(20)",
        "center_crop([31,12])"
      })
  void givesTheBytesOfPillow(String stage) throws IOException {
    Map<String, StoredTensor> pillow = pillow();
    Pixels expected = pixels(pillow.get(stage));
    Pixels result = apply(stage, pixels(pillow.get("source")), Draws.NONE);
    assertThat(result.height).isEqualTo(expected.height);
    assertThat(result.width).isEqualTo(expected.width);
    assertThat(used(result)).isEqualTo(used(expected));
  }

  @ParameterizedTest
  @CsvSource({"0.7, 1.4, 0.5", "1.3, 0.6, 1.5"})
  void adjustsColoursAsPillow(float brightness, float contrast, float saturation)
      throws IOException {
    Pixels picture = pixels(pillow().get("source"));
    ColorJitter.adjust(picture, brightness, contrast, saturation);
    String name = "jitter(" + brightness + "," + contrast + "," + saturation + ")";
    assertThat(used(picture)).isEqualTo(used(pixels(pillow().get(name))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "random_crop(20,padding=4)",
        "random_resized_crop(16)",
        "random_flip",
        "color_jitter(brightness=0.4,contrast=0.4,saturation=0.4)"
      })
  void randomStagesDependOnEpochAndExampleAlone(String stage) {
    Pixels picture = gradient(24, 30);
    byte[] first = used(apply(stage, picture, draws(1, 2)));
    assertThat(used(apply(stage, picture, draws(1, 2)))).isEqualTo(first);
    boolean differs = false;
    for (int example = 3; example < 9; example++) {
      differs |= !java.util.Arrays.equals(used(apply(stage, picture, draws(1, example))), first);
    }
    assertThat(differs).isTrue();
  }

  @Test
  void randomStagesDoNothingRandomInInference() {
    Pixels picture = gradient(24, 30);
    assertThat(used(apply("random_crop(20)", picture, Draws.NONE)))
        .isEqualTo(used(apply("center_crop(20)", picture, Draws.NONE)));
    assertThat(used(apply("random_crop([24,30],padding=3)", picture, Draws.NONE)))
        .isEqualTo(used(picture));
    assertThat(used(apply("random_flip(1)", picture, Draws.NONE))).isEqualTo(used(picture));
    Pixels cut = apply("center_crop(24)", picture, Draws.NONE);
    assertThat(used(apply("random_resized_crop(12)", picture, Draws.NONE)))
        .isEqualTo(used(apply("resize(12)", cut, Draws.NONE)));
  }

  @Test
  void flipsAndPads() {
    Pixels row = new Pixels();
    row.set(1, 3, 1, new byte[] {1, 2, 3}, 0);
    assertThat(used(apply("random_flip(1)", row, draws(0, 0)))).containsExactly(3, 2, 1);
    Pixels padded = new Pixels();
    padded.crop(row, -1, -2, 3, 6);
    assertThat(used(padded)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void everyPlaceOfACropIsReached() {
    Pixels row = new Pixels();
    row.set(1, 4, 1, new byte[] {1, 2, 3, 4}, 0);
    boolean[] seen = new boolean[5];
    for (int example = 0; example < 64; example++) {
      seen[used(apply("random_crop([1,2])", row, draws(0, example)))[0]] = true;
    }
    assertThat(seen).containsExactly(false, true, true, true, false);
  }

  @Test
  void knowsSizesBeforeThereIsAPicture() {
    PictureSize any = new PictureSize(PictureSize.ANY, PictureSize.ANY, 3);
    assertThat(size("resize(256)", any)).isEqualTo(any);
    assertThat(size("resize([224,192])", any)).isEqualTo(new PictureSize(224, 192, 3));
    assertThat(size("resize(100)", new PictureSize(200, 301, 3)))
        .isEqualTo(new PictureSize(100, 150, 3));
    assertThat(size("center_crop(224)", any)).isEqualTo(new PictureSize(224, 224, 3));
    assertThatThrownBy(() -> size("random_crop(224,padding=4)", new PictureSize(200, 300, 3)))
        .hasMessage(
            "random_crop of 224 x 224 pixels does not fit into a picture u8[200, 300, 3];"
                + " resize it first");
  }

  private static PictureSize size(String stage, PictureSize before) {
    return Stages.parse(Call.parse(stage)).size(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resize(0) | resize: size is 0; 224, or [height, width] expected",
        "resize([1,2,3]) | resize: size is [1,2,3]; 224, or [height, width] expected",
        "resize(3,filter=box) | resize: filter is bilinear or bicubic, not box",
        "random_flip(2) | random_flip: p is 2.0; 0 to 1.0 expected",
        "random_resized_crop(8,scale=[1,0.5]) | random_resized_crop: scale is [1,0.5]; a range"
            + " [low, high] expected",
        "center_crop | center_crop needs 'size': center_crop"
      })
  void refusesArgumentsThatDoNotFit(String stage, String message) {
    assertThatThrownBy(() -> Stages.parse(Call.parse(stage))).hasMessage(message);
  }
}
