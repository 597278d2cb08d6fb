package dev.nnet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.cli.report.Answers.Mistake;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page says what the run says, needs nothing else, and data stay data. */
class ReportTest {
  private static final String TEXT =
      "network Net { input x: f32[B, 3]  output y: f32[B, 2]  y = x -> dense(2) }";

  private static final Run RUN =
      new Run(RunLogTest.start(0), List.of(RunLogTest.epoch(1, 0.7), RunLogTest.epoch(2, 0.3125)));

  private static Report report(Answers answers) {
    Diagnostics diagnostics = new Diagnostics();
    ElaboratedNetwork network =
        Compiler.elaborate(new Source("n.nnet", TEXT), diagnostics, StageListener.NONE).get(0);
    return new Report(network, RUN, "done", Optional.ofNullable(answers), Optional.empty());
  }

  @Test
  void hasCurvesAndTheNetwork() {
    String page = report(null).page(false);
    assertThat(page)
        .contains("<title>Net</title>")
        .contains("data-live=\"false\"")
        .contains("test loss, epoch 2: 0.3125")
        .contains("training loss, epoch 1: 1.4")
        .contains("<h2>test confusion, epoch 2</h2>")
        .contains("title=\"1 answered as 0: 2, 25.0 %\"")
        .contains("data &lt;x&gt;")
        .contains("class=\"nnet-picture\"")
        .doesNotContain("{{")
        .doesNotContain("NaN");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:");
  }

  @Test
  void namesOfClassesAreData() {
    Given given = new Given("", "1, 2, 3");
    String name = "<script>alert(1)</script>{{network}}";
    Answers answers =
        new Answers(
            3,
            List.of(name, "b"),
            new int[][] {{1, 1}, {0, 1}},
            List.of(),
            List.of(new Mistake(7, given, name, "b", 0.93)));
    String page = report(answers).page(false);
    assertThat(page)
        .contains("2 of 3 right")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;{{network}}")
        .doesNotContain("<script>alert")
        .contains("93.0 %");
  }

  @Test
  void axesHaveRoundNumbers() {
    assertThat(Axis.of(0.013, 0.0871, 0, 1)).isEqualTo(new Axis(0, 0.1, 0.02, 0, 1));
    assertThat(Axis.of(-3, 11, 0, 1)).isEqualTo(new Axis(-5, 15, 5, 0, 1));
    Axis one = Axis.of(4, 4, 0, 1);
    assertThat(one.low()).isLessThanOrEqualTo(4);
    assertThat(one.high()).isGreaterThan(4);
    Axis nothing = Axis.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 1);
    assertThat(nothing.low()).isZero();
    assertThat(nothing.high()).isEqualTo(1);
  }

  @Test
  void figuresHaveFourDigitsThatCount() {
    assertThat(LineChart.figure(0.99213)).isEqualTo("0.9921");
    assertThat(LineChart.figure(0.0012345)).isEqualTo("0.001235");
    assertThat(LineChart.figure(12.5)).isEqualTo("12.5");
    assertThat(LineChart.figure(120)).isEqualTo("120");
    assertThat(LineChart.figure(3.5e-8)).isEqualTo("3.5e-8");
  }
}
