package dev.nnet.compiler.syntax;

import static dev.nnet.compiler.syntax.Trees.read;
import static dev.nnet.compiler.syntax.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed reads as what was printed, and prints the same again. */
class AstPrinterTest {
  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
      return files.sorted().toList();
    }
  }

  private static void same(String text) throws ReflectiveOperationException {
    Ast.File file = read(text);
    String printed = AstPrinter.print(file);
    assertThat(tree(read(printed))).as(printed).isEqualTo(tree(file));
    assertThat(AstPrinter.print(read(printed))).isEqualTo(printed);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void printsWhatItReads(Path file) throws IOException, ReflectiveOperationException {
    same(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a + b) * c - d - (e - f)",
        "a ^ b ^ c + (a ^ b) ^ c + -a ^ 2 + (-a) ^ 2",
        "-(a + b) @ c * d @ -e",
        "!(a && b) || c && d",
        "(a < b) == (c < d)",
        "(a -> f) + b -> g(1e-30, 2.0, (1, 2), [x -> f], k=(a -> f)) -> l: h",
        "(a -> f) -> g",
        "if (if a { true } else { false }) { x -> f } else { y }",
        "(a -> f)[0, 1:2, T = :, -1:].weight.b",
        "a -> if b > 1 { f } -> sum() { f | g -> h } -> repeat(3) as i { f(i) }"
      })
  void keepsHowThingsBind(String expression) throws ReflectiveOperationException {
    same("const a = " + expression);
  }

  @Test
  void isCanonical() {
    String text = "/// A net.\nnetwork   N(a=1,b : stage=relu){input x:f32[B,2*(3+a)] y=x->b}";
    assertThat(AstPrinter.print(read(text)))
        .isEqualTo(
            """
            /// A net.
            network N(a = 1, b: stage = relu) {
              input x: f32[B, 2 * (3 + a)]
              y = x -> b
            }
            """);
  }
}
