package dev.nnet.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Networks as text: what follows what, what comes in blocks, what is repeated. */
class TextGraphTest {
  private static String draw(String text) {
    return TextGraph.draw(Texts.network(text));
  }

  @Test
  void aBlockIsOneLineAndHasAnExample() {
    assertThat(draw(Texts.BLOCKS))
        .isEqualTo(
            """
            Units, 230 parameters

              *    x                 8
              *    2 x unit(8)       8  176
              |\\
              * |  dense(4) -> tanh  4   36
              | *  dense(2)          2   18
              |/
              *    concat            6
              *    y                 6

            unit(8) at line 14

              *    (in)                            8
              |\\
              * |  dense(8) -> layer_norm -> relu  8  88
              |/
              *    +                               8
              *    (out)                           8

            """);
  }

  @Test
  void aCellIsOneStep() {
    assertThat(draw(Texts.CELL))
        .isEqualTo(
            """
            Steps, 26 parameters

              *  x                             T x 3
              *  leaky(4)  for each step of T  T x 4  16
              *  last                          4
              *  dense(2)                      2      10
              *  y                             2

            leaky(4) at line 14

              *    (in)                  3
              | *  h of the step before  4
              | *  0.5 *                 4
              * |  dense(4)              4  16
              |/
              *    +  to the next step   4
              *    (out)                 4

            """);
  }

  @Test
  void aSharedLayerStandsWhereItIsUsed() {
    assertThat(draw(Texts.SHARED))
        .isEqualTo(
            """
            Shared, 20 parameters

              *    x                 4
              *    dense(4) -> relu  4  20
              |\\
              * |  dense(4)          4
              |/
              *    +                 4
              *    dense(4)          4
              *    y                 4

            """);
  }

  @Test
  void lanesCrossWhatLiesBetween() {
    assertThat(
            draw(
                """
                network N {
                    input  a: f32[B, 4]
                    output y: f32[B, 4]

                    b = a -> dense(4)
                    c = a -> dense(5) -> dense(4)
                    y = (a + c) * b
                }
                """))
        .isEqualTo(
            """
            N, 69 parameters

              *      a         4
              |\\-\\
              * | |  dense(4)  4  20
              | * |  dense(5)  5  25
              | * |  dense(4)  4  24
              | |/
              | *    +         4
              |/
              *      *         4
              *      y         4

            """);
  }

  @Test
  void everyExampleIsDrawn() throws Exception {
    for (var network : Texts.examples()) {
      assertThat(TextGraph.draw(network))
          .startsWith(network.name() + ", ")
          .doesNotContain("null")
          .matches(s -> s.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127));
    }
  }
}
