package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Image;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.random.RandomStream;
import dev.nnet.runtime.train.Trainer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Pictures of any size, from bytes to predictions and into training. */
class PicturesTest {
  private static final CompiledNetwork NETWORK =
      TestNetworks.compile(
          """
          network N {
              input  image: f32[B, 3, 8, 8]
              target t: f32[B, 2]
              output y: f32[B, 2]
              preprocess image from u8[_, _, 3]
                  -> resize(10) -> random_crop(8) -> random_flip -> to_tensor -> standardize
              y = image -> conv2d(2, kernel=3) -> relu -> flatten -> dense(2)
              train { loss = mse(y, t)  optimizer = adam(lr=0.01)  batch = 3  epochs = 3 }
          }
          """);

  private static Image picture(int number) {
    int width = 12 + number;
    byte[] bytes = new byte[20 * width * 3];
    RandomStream stream = new RandomStream(7, "picture" + number);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (stream.below(100, i) + 60 * (i % 3));
    }
    return Image.of(width, 20, 3, bytes);
  }

  private static final Dataset DATA =
      Dataset.of(
          IntStream.range(0, 7).boxed().toList(),
          (number, row) -> {
            row.put("image", picture(number));
            row.put("t", new float[] {number, -number});
          });

  private static Model trained(int threads) {
    try (Trainer t = Trainer.create(Model.create(NETWORK.load(), 1), "").threads(threads)) {
      t.fit(DATA);
      return t.model();
    }
  }

  @Test
  void learnsMeanAndDeviationOfEachChannel() {
    Model model = trained(1);
    float[] mean = model.weights().get("image.mean");
    float[] deviation = model.weights().get("image.std");
    for (int c = 0; c < 3; c++) {
      assertThat(mean[c]).isCloseTo((49.5f + 60 * c) / 255, Offset.offset(0.02f));
      assertThat(deviation[c]).isBetween(0.03f, 0.113f); // below 29 / 255: resizing smooths
    }
    float[] again = trained(2).weights().get("y/dense_1.weight");
    assertThat(again).isEqualTo(model.weights().get("y/dense_1.weight"));
  }

  @Test
  void predictsWithWhatItLearned() {
    Model model = trained(1);
    float[] first = (float[]) model.run(Map.of("image", picture(3))).get("y");
    assertThat((float[]) model.run(Map.of("image", picture(3))).get("y")).isEqualTo(first);
    assertThat((float[]) model.run(Map.of("image", picture(4))).get("y")).isNotEqualTo(first);
    Model fresh = Model.create(NETWORK.load(), 1);
    assertThat(fresh.weights().get("image.std")).containsOnly(1);
    assertThat((float[]) fresh.run(Map.of("image", picture(3))).get("y")).doesNotContain(Float.NaN);
  }

  @Test
  void everyEpochSeesOtherPictures() {
    try (Trainer t = Trainer.create(Model.create(NETWORK.load(), 1), "").lr("0.0")) {
      List<Double> losses = new java.util.ArrayList<>();
      t.onEpoch(e -> losses.add(e.loss()));
      t.fit(DATA);
      assertThat(losses).doesNotHaveDuplicates();
      assertThat(t.evaluate(DATA).loss()).isEqualTo(t.evaluate(DATA).loss());
    }
  }
}
