package dev.nnet.cli.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.elaborate.Range.Setting;
import dev.nnet.compiler.elaborate.Search;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where trials lie, and how many are left from round to round. */
class PointsTest {
  /** The search of a small network. */
  static Search search(String section) {
    String text =
        """
        network Net(units = 4, rate = 0.1, act = relu) {
            input  x: f32[B, 3]
            target t: index<2>[B]
            output y: f32[B, 2]
            y = x -> dense(units) -> act -> dense(2)
            train { loss = cross_entropy(y, t)  optimizer = sgd(lr=rate) }
            search { %s }
        }
        """;
    Diagnostics diagnostics = new Diagnostics();
    Source source = new Source("n.nnet", text.formatted(section));
    var networks = Compiler.elaborate(source, diagnostics, StageListener.NONE);
    assertThat(diagnostics.render()).isEmpty();
    return networks.get(0).search().orElseThrow();
  }

  private static List<Map<String, Setting>> trials(String section) {
    return new Points(search(section)).trials();
  }

  private static List<String> texts(String section, String name) {
    return trials(section).stream().map(t -> t.get(name).text()).toList();
  }

  @Test
  void mirroredDigits() {
    double[] halves = {0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875, 0.0625};
    double[] thirds = {1 / 3.0, 2 / 3.0, 1 / 9.0, 4 / 9.0, 7 / 9.0, 2 / 9.0, 5 / 9.0, 8 / 9.0};
    for (int k = 0; k < 8; k++) {
      assertThat(Points.mirrored(k + 1, 2)).isEqualTo(halves[k]);
      assertThat(Points.mirrored(k + 1, 3)).isCloseTo(thirds[k], within(1e-15));
    }
    assertThat(IntStream.range(0, 8).map(Points::prime))
        .containsExactly(2, 3, 5, 7, 11, 13, 17, 19);
  }

  /** Of 81 points, each ninth of the second axis has nine: random ones hardly ever do that. */
  @Test
  void haltonFillsEvenly() {
    Points points =
        new Points(search("units in [1, 2]  rate in uniform(0, 1)  sampling = halton  seed = 5"));
    int[] counts = new int[9];
    for (int k = 0; k < 81; k++) {
      counts[(int) (9 * points.coordinate(1, k))]++;
    }
    assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThanOrEqualTo(8);
    assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThanOrEqualTo(10);
  }

  @Test
  void theSeedDecides() {
    for (String sampling : List.of("random", "halton")) {
      String ranges = "rate in log_uniform(1e-4, 0.1)  units in [2, 3]  sampling = " + sampling;
      assertThat(texts(ranges + " seed = 7", "rate"))
          .hasSize(20)
          .isEqualTo(texts(ranges + " seed = 7", "rate"))
          .isNotEqualTo(texts(ranges + " seed = 8", "rate"));
    }
  }

  @Test
  void anotherRangeMovesNoRandomPoint() {
    assertThat(texts("units in [2, 3, 4]  rate in uniform(0, 1)", "rate"))
        .isEqualTo(texts("rate in uniform(0, 1)", "rate"));
  }

  @Test
  void valuesLieInTheirRanges() {
    List<Map<String, Setting>> trials =
        trials(
            "units in uniform(3, 6)  rate in log_uniform(0.001, 1)  act in [relu, tanh]"
                + "  trials = 400");
    assertThat(trials.stream().map(t -> t.get("units").text()).distinct())
        .containsExactlyInAnyOrder("3", "4", "5", "6");
    assertThat(trials.stream().map(t -> t.get("act").text()).distinct())
        .containsExactlyInAnyOrder("relu", "tanh");
    double[] rates =
        trials.stream().mapToDouble(t -> Double.parseDouble(t.get("rate").text())).toArray();
    assertThat(Arrays.stream(rates).min().orElseThrow()).isBetween(0.001, 0.0015);
    assertThat(Arrays.stream(rates).max().orElseThrow()).isBetween(0.7, 1.0);
    double low = Arrays.stream(rates).filter(r -> r < 0.01).count() / 400.0;
    assertThat(low).as("a decade of three").isBetween(0.28, 0.39);
    assertThat(trials.get(0).get("rate").text()).as("four digits").matches("0?\\.0*[1-9]\\d{0,3}");
  }

  @Test
  void theSameIsNotTriedTwice() {
    assertThat(trials("units in [2, 3]  act in [relu, tanh]  trials = 50"))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void oneInSoManyGoesOn() {
    assertThat(Round.of(27, 3, 60))
        .containsExactly(
            new Round(1, 27, 27), new Round(2, 9, 9), new Round(3, 3, 3), new Round(4, 1, 1));
    assertThat(Round.of(27, 3, 60).stream().map(r -> r.end(60))).containsExactly(3, 7, 20, 60);
    assertThat(Round.of(20, 0, 60)).containsExactly(new Round(1, 20, 1));
    assertThat(Round.of(20, 2, 4))
        .as("no round ends before the first epoch")
        .containsExactly(new Round(1, 20, 4), new Round(2, 10, 2), new Round(3, 5, 1));
  }
}
