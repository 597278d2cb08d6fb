package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nnet draw}: on the terminal, or into a file. */
class DrawTest {
  private static final String TWO =
      """
      network A(n = 3) {
          input  x: f32[B, 3]
          output y: f32[B, n]
          y = x -> dense(n)
      }

      network Wide = A(n=5)
      """;

  @TempDir Path folder;

  @Test
  void allNetworksAreShownOnTheTerminal() throws IOException {
    Path text = Files.writeString(folder.resolve("n.nnet"), TWO);
    Result shown = Result.run("draw", text);
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("A, 12 parameters").contains("Wide, 20 parameters");
    Result one = Result.run("draw", text, "--network", "Wide");
    assertThat(one.out()).startsWith("Wide, 20 parameters").doesNotContain("dense(3)");
  }

  @Test
  void aFileHoldsOneNetwork() throws IOException {
    Path text = Files.writeString(folder.resolve("n.nnet"), TWO);
    Path out = folder.resolve("wide.svg");
    Result unsaid = Result.run("draw", text, "--out", out);
    assertThat(unsaid.code()).isEqualTo(2);
    assertThat(unsaid.errors()).contains("has the networks A, Wide: choose one with --network");
    assertThat(out).doesNotExist();
    Result drawn = Result.run("draw", text, "--network", "Wide", "--out", out);
    assertThat(drawn.errors()).isEmpty();
    assertThat(Files.readString(out)).startsWith("<svg").contains("dense");
  }
}
