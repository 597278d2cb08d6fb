package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
      assertThat(y[i]).isCloseTo(sum, within(1e-6f));
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
      assertThat((double) y[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void classesCountAsTheirWeightsSay() {
    Model model =
        model(
            "input x: f32[B, 4, 3]  input t: index<3>[B, 4]  output y: f32[B]  output z: f32[B]"
                + " y = mean(x, axis=(1, 2)) * 0 + cross_entropy(x, t, weight=[1, 0.5, 4])"
                + " z = mean(x, axis=(1, 2)) * 0"
                + " + cross_entropy(x, t, ignore=1, weight=[2, 7, 0.25])");
    float[] x = {1, 2, 3, 0.5f, -1, 0, 2, 0, 1, -3, 1, 1};
    int[] t = {2, 1, 0, 2};
    double[] counts = {0, 0};
    double[] sums = {0, 0};
    double[][] weights = {{1, 0.5, 4}, {2, 0, 0.25}};
    for (int i = 0; i < t.length; i++) {
      double all = 0;
      for (int c = 0; c < 3; c++) {
        all += Math.exp(x[3 * i + c]);
      }
      for (int k = 0; k < 2; k++) {
        counts[k] += weights[k][t[i]];
        sums[k] += weights[k][t[i]] * (Math.log(all) - x[3 * i + t[i]]);
      }
    }
    var results = model.run(Map.of("x", x, "t", t));
    assertThat((double) ((float[]) results.get("y"))[0])
        .isCloseTo(sums[0] / counts[0], within(1e-6));
    assertThat((double) ((float[]) results.get("z"))[0])
        .isCloseTo(sums[1] / counts[1], within(1e-6));
  }

  @Test
  void theLargestAlongAnyAxis() {
    Model model =
        model(
            "input x: f32[B, 2, 3]  output y: index<2>[B, 3]  output z: index<3>[B, 2]"
                + " y = x -> argmax(axis=1)  z = argmax(x)");
    var results = model.run(Map.of("x", new float[] {1, 5, 2, 4, 5, 3}));
    assertThat((int[]) results.get("y")).containsExactly(1, 0, 1);
    assertThat((int[]) results.get("z")).containsExactly(1, 1);
  }

  @Test
  void anIndexKnowsHowManyThereAre() {
    Model model = model("input i: index<4>[B]  output y: f32[B, 4]  y = one_hot(i)");
    assertThat((float[]) model.run(Map.of("i", 2)).get("y")).containsExactly(0, 0, 1, 0);
  }

  @Test
  void powers() {
    Model model =
        model(
            "input x: f32[B, 3]  output y: f32[B, 18]"
                + " y = concat(x ^ 2, x ^ -3, x ^ 0.5, pow(x, 1.5), x ^ 1, 2 * x ^ 4)");
    float[] x = {0.5f, 1.5f, 2};
    float[] y = run(model, x);
    double[] exponents = {2, -3, 0.5, 1.5, 1, 4};
    for (int k = 0; k < 6; k++) {
      for (int i = 0; i < 3; i++) {
        double expected = (k == 5 ? 2 : 1) * Math.pow(x[i], exponents[k]);
        assertThat((double) y[3 * k + i]).isCloseTo(expected, within(2e-6 * expected));
      }
    }
  }

  @Test
  void theVarianceIsThatOfAllThereIs() {
    Model model = model("input x: f32[B, 2, 4]  output y: f32[B, 2]  y = x -> var(axis=-1)");
    float[] y = run(model, new float[] {1, 2, 3, 4, 5, 5, 5, 5});
    assertThat(y).containsExactly(1.25f, 0);
  }

  /** A block whose last parameter takes stages gets them in braces, or as any argument. */
  @Test
  void blocksTakeStages() {
    String text =
        """
        block twice(scale, inner: stage = relu) {
            input x: f32[...]
            return scale * (x -> inner -> inner)
        }
        network N {
            input  x: f32[B, 4]
            output y: f32[B, 4]
            y = x -> CALL
        }
        """;
    float[] x = numbers(4);
    float[] expected = null;
    for (String call :
        new String[] {
          "twice(3) { dense(4) -> tanh }",
          "twice(3, dense(4) -> tanh)",
          "twice(3, inner=dense(4) -> tanh)"
        }) {
      CompiledNetwork network = TestNetworks.compile(text.replace("CALL", call));
      assertThat(network.spec().parameters())
          .extracting(p -> p.path())
          .containsExactly(
              "y/twice_1/dense_1.weight",
              "y/twice_1/dense_1.bias",
              "y/twice_1/dense_2.weight",
              "y/twice_1/dense_2.bias");
      float[] y = run(Model.create(network.load(), 5), x);
      assertThat(y).as(call).isEqualTo(expected == null ? y : expected);
      expected = y;
    }
    Model named =
        Model.create(TestNetworks.compile(text.replace("CALL", "twice(3, tanh)")).load(), 5);
    for (int i = 0; i < x.length; i++) {
      double y = 3 * Math.tanh(Math.tanh(x[i]));
      assertThat(run(named, x)[i]).isCloseTo((float) y, within(1e-5f));
    }
  }

  /** What a pattern says of every element. */
  @Test
  void axesAreRearrangedPaddedAndStacked() {
    float[] x = numbers(24);
    float[] moved =
        run(
            model(
                "input x: f32[B, 2, 12]  output y: f32[B, 3, 2, 4]"
                    + " y = x -> rearrange(\"b c (h w) -> b h c w\", w=4)"),
            x);
    float[] joined =
        run(
            model(
                "input x: f32[B, 2, 3, 4]  output y: f32[B, 4, 6]"
                    + " y = rearrange(x, \"b c h w -> b w (h c)\")"),
            x);
    for (int c = 0; c < 2; c++) {
      for (int h = 0; h < 3; h++) {
        for (int w = 0; w < 4; w++) {
          float value = x[12 * c + 4 * h + w];
          assertThat(moved[8 * h + 4 * c + w]).isEqualTo(value);
          assertThat(joined[6 * w + 2 * h + c]).isEqualTo(value);
        }
      }
    }
    float[] padded =
        run(
            model(
                "input x: f32[B, 4, 6]  output y: f32[B, 2, 7, 6]"
                    + " y = x -> pad(axis=1, before=2, after=1) -> stack(axis=1) { abs | negate }"),
            x);
    for (int i = 0; i < 42; i++) {
      float value = i >= 12 && i < 36 ? x[i - 12] : 0;
      assertThat(padded[i]).isEqualTo(Math.abs(value));
      assertThat(padded[42 + i]).isEqualTo(0 - value);
    }
  }

  /** `x/2 (1 + erf(x/sqrt(2)))`: values of an independent implementation, in double. */
  @Test
  void geluIsThatOfTheErrorFunction() {
    Model exact = model("input x: f32[B, 5]  output y: f32[B, 5] y = x -> gelu(approximate=false)");
    float[] y = run(exact, new float[] {-3, -0.5f, 0, 1, 2.5f});
    float[] expected = {
      -0.00404969409489031f, -0.154268769362993f, 0, 0.841344746068543f, 2.48447583668556f
    };
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isCloseTo(expected[i], within(3e-7f));
    }
  }
}
