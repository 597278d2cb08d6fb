package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.random.RandomStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What layers and stages of the library promise in words. */
class LayersTest {
  private static Model model(String text) {
    return Model.create(TestNetworks.compile("network N { " + text + " }").load(), 5);
  }

  private static float[] run(Model model, float[] x) {
    return (float[]) model.run(Map.of("x", x)).get("y");
  }

  private static float[] numbers(int count) {
    float[] x = new float[count];
    new RandomStream(2, "x").uniform(x, 0);
    return x;
  }

  @Test
  void causalConvolutionSeesNothingBehindItsPlace() {
    Model model =
        model(
            "input x: f32[B, 2, 9]  output y: f32[B, 3, 9]"
                + " y = x -> conv1d(3, kernel=3, dilation=2, padding=causal)");
    assertThat(model.weights().shape("y/conv1d_1.weight")).containsExactly(3, 2, 3);
    float[] x = numbers(18);
    float[] before = run(model, x);
    x[5] += 1; // channel 0, place 5
    float[] after = run(model, x);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 9; i++) {
        boolean reached = i == 5 || i == 7; // 9 would be the third
        assertThat(after[9 * c + i] != before[9 * c + i]).isEqualTo(reached);
      }
    }
  }

  @Test
  void oneDimensionalConvolutionIsTheDefinition() {
    Model model =
        model(
            "input x: f32[B, 1, 6]  output y: f32[B, 1, 2]"
                + " y = x -> conv1d(1, kernel=3, stride=2)");
    float[] x = numbers(6);
    float[] w = model.weights().get("y/conv1d_1.weight");
    float[] y = run(model, x);
    for (int i = 0; i < 2; i++) {
      float sum = w[0] * x[2 * i] + w[1] * x[2 * i + 1] + w[2] * x[2 * i + 2];
      assertThat(y[i]).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-6f));
    }
  }

  @Test
  void transposedConvolutionEnlarges() {
    Model model =
        model(
            "input x: f32[B, 4, 4, 5]  output y: f32[B, 2, 8, 10]  y = x"
                + " -> conv_transpose2d(2, kernel=3, stride=2, padding=1, output_padding=1)");
    assertThat(model.weights().shape("y/conv_transpose2d_1.weight")).containsExactly(4, 2, 3, 3);
    assertThat(run(model, numbers(80))).hasSize(160).doesNotContain(Float.NaN);
  }

  @Test
  void branchesAreAdded() {
    Model model =
        model("input x: f32[B, 3]  output y: f32[B, 3]  y = x -> sum { tanh | relu -> sigmoid }");
    float[] x = {-1, 0.5f, 2};
    float[] y = run(model, x);
    for (int i = 0; i < 3; i++) {
      double expected = Math.tanh(x[i]) + 1 / (1 + Math.exp(-Math.max(x[i], 0)));
      assertThat((double) y[i]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6));
    }
  }
}
