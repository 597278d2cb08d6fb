package dev.nnet.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Means, variances and bounds of the initialisers against the formulas of their papers. */
class InitializerTest {
  private static final List<Integer> DIMS = List.of(100, 400);

  private static float[] values(String text, List<Integer> dims) {
    return Initializer.parse(text).values(dims, new RandomStream(11, "layer.weight"));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void fills() {
    assertThat(values("zeros", List.of(3))).containsExactly(0, 0, 0);
    assertThat(values("ones(fan_in=2, fan_out=3)", List.of())).containsExactly(1);
    assertThat(values("constant(-0.25)", List.of(2))).containsExactly(-0.25f, -0.25f);
  }

  /** Deviations of a normal: 400 values enter, 100 leave. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal                                          | 1",
        "normal(std=0.02)                                | 0.02",
        "glorot_normal(fan_in=400, fan_out=100)          | 0.0632455532",
        "glorot_normal(fan_in=400, fan_out=100, gain=2)  | 0.1264911064",
        "he_normal(fan_in=400)                           | 0.0707106781",
        "he_normal(fan_in=400, fan_out=100, gain=0.5)    | 0.0353553391",
        "lecun_normal(fan_in=400, fan_out=100)           | 0.05",
        "lecun_normal(gain=3, fan_in=400)                | 0.15"
      })
  void drawsNormalsOfTheRightDeviation(String text, double deviation) {
    float[] values = values(text, DIMS);
    assertThat(mean(values)).isCloseTo(0, within(0.02 * deviation));
    assertThat(deviation(values)).isCloseTo(deviation, within(0.02 * deviation));
    assertThat(largest(values)).isGreaterThan(3 * deviation);
  }

  /** A uniform of deviation s spans plus and minus s sqrt(3). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "glorot_uniform(fan_in=400, fan_out=100)          | 0.1095445115",
        "glorot_uniform(fan_in=400, fan_out=100, gain=2)  | 0.2190890230",
        "he_uniform(fan_in=400)                           | 0.1224744871",
        "uniform(-0.5, 0.5)                               | 0.5"
      })
  void drawsUniformsOfTheRightBound(String text, double bound) {
    float[] values = values(text, DIMS);
    assertThat(largest(values)).isLessThanOrEqualTo(bound).isGreaterThan(0.999 * bound);
    assertThat(mean(values)).isCloseTo(0, within(0.02 * bound));
    assertThat(deviation(values)).isCloseTo(bound / Math.sqrt(3), within(0.01 * bound));
  }

  @Test
  void shiftsByTheMean() {
    assertThat(mean(values("normal(mean=3, std=0.1)", DIMS))).isCloseTo(3, within(0.01));
    assertThat(mean(values("uniform(min=2, max=4)", DIMS))).isCloseTo(3, within(0.02));
  }

  @Test
  void keepsATruncatedNormalWithinTwoDeviations() {
    float[] values = values("truncated_normal(mean=1, std=0.5)", DIMS);
    for (float value : values) {
      assertThat(value).isBetween(0f, 2f);
    }
    assertThat(mean(values)).isCloseTo(1, within(0.01));
    // the deviation of a standard normal cut at 2: sqrt(1 - 4 phi(2) / (2 Phi(2) - 1))
    assertThat(deviation(values)).isCloseTo(0.5 * 0.8796257, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({"30, 50, 1", "50, 30, 1.5", "40, 40, 1"})
  void drawsOrthonormalRowsOrColumnsTimesGain(int rows, int columns, double gain) {
    float[] values = values("orthogonal(gain=" + gain + ")", List.of(rows, columns / 2, 2));
    boolean wide = rows <= columns;
    int vectors = Math.min(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              (double) values[wide ? a * columns + k : k * columns + a]
                  * values[wide ? b * columns + k : k * columns + b];
        }
        assertThat(dot).isCloseTo(a == b ? gain * gain : 0, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"normal", "truncated_normal", "he_uniform(fan_in=9)", "orthogonal(gain=2)"})
  void givesTheSameBitsForTheSameSeedOnly(String text) {
    Initializer initializer = Initializer.parse(text);
    float[] values = initializer.values(List.of(8, 9), new RandomStream(1, "a"));
    assertThat(initializer.values(List.of(8, 9), new RandomStream(1, "a"))).isEqualTo(values);
    assertThat(initializer.values(List.of(8, 9), new RandomStream(2, "a"))).isNotEqualTo(values);
    assertThat(initializer.values(List.of(8, 9), new RandomStream(1, "b"))).isNotEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gaussian                        | unknown initialiser 'gaussian'; there are constant, forget_bias,",
        "zeros(1, 2, 3)                  | zeros takes at most 2 arguments",
        "normal(sigma=1)                 | normal has no argument 'sigma'; it has mean, std, fan_in, fan_out",
        "uniform(0)                      | uniform needs 'max'",
        "constant                        | constant needs 'value'",
        "constant(x)                     | constant: value is a number, not x",
        "constant(1e999)                 | constant: value is a number, not 1e999",
        "he_normal                       | he_normal needs 'fan_in'",
        "glorot_uniform(fan_in=3)        | glorot_uniform needs 'fan_out'",
        "he_uniform(fan_in=0)            | he_uniform: fan_in is 0.0",
        "normal(0, 1                     | expected ',' or ')' at column"
      })
  void saysWhatIsWrongWithACall(String text, String message) {
    assertThatThrownBy(() -> Initializer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAnOrthogonalVector() {
    assertThatThrownBy(() -> values("orthogonal", List.of(3)))
        .hasMessage("orthogonal needs a matrix, not [3]");
  }

  @Test
  void refusesANegativeDeviation() {
    assertThatThrownBy(() -> Initializer.parse("normal(std=-1)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("normal: std is -1.0");
    assertThatThrownBy(() -> Initializer.parse("truncated_normal(std=-0.5)"))
        .hasMessage("truncated_normal: std is -0.5");
  }
}
