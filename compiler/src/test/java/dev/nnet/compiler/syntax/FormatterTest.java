package dev.nnet.compiler.syntax;

import static dev.nnet.compiler.syntax.Trees.read;
import static dev.nnet.compiler.syntax.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.RandomSentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Formatting keeps what a text says and all of its comments, and changes nothing twice; {@code
 * -Dnnet.bless=true} rewrites the golden texts.
 */
class FormatterTest {
  private static final Path GOLDEN = Path.of("src/test/resources/format");
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static List<Path> texts(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".nnet")).sorted().toList();
    }
  }

  static List<Path> golden() throws IOException {
    return texts(GOLDEN);
  }

  /** All texts but those that are wrong or badly laid out on purpose. */
  static List<Path> texts() throws IOException {
    return texts(ROOT).stream()
        .filter(f -> !f.toString().replace('\\', '/').matches(".*/(target|bad|format)/.*"))
        .toList();
  }

  private static String format(String text) {
    Diagnostics diagnostics = new Diagnostics();
    var formatted = Formatter.format(new Source("t.nnet", text), diagnostics);
    diagnostics.throwIfErrors();
    return formatted.orElseThrow();
  }

  /** Comments in their order, without what is invisible. */
  private static List<String> comments(String text) {
    return new NnetLexer(CharStreams.fromString(text))
        .getAllTokens().stream()
            .filter(t -> t.getChannel() != Token.DEFAULT_CHANNEL)
            .map(t -> t.getText().stripTrailing())
            .toList();
  }

  private static String keepsAll(String text) throws ReflectiveOperationException {
    String formatted = format(text);
    assertThat(tree(read(formatted))).as(formatted).isEqualTo(tree(read(text)));
    assertThat(comments(formatted)).as(formatted).isEqualTo(comments(text));
    assertThat(format(formatted)).isEqualTo(formatted);
    return formatted;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void laysOut(Path text) throws IOException, ReflectiveOperationException {
    String formatted = keepsAll(Files.readString(text));
    Path expected = GOLDEN.resolve(text.getFileName().toString().replace(".nnet", ".expected"));
    if (Boolean.getBoolean("nnet.bless")) {
      Files.writeString(expected, formatted);
    }
    assertThat(formatted).isEqualTo(Files.readString(expected));
  }

  @Test
  void thereAreSuchTexts() throws IOException {
    assertThat(texts()).hasSizeGreaterThan(60);
    assertThat(golden()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void keepsRandomSentences(long seed) throws ReflectiveOperationException {
    for (int i = 0; i < 250; i++) {
      keepsAll(new RandomSentence(seed * 1000 + i).text());
    }
  }

  /** The texts of the repository with other spaces, lines and more comments. */
  @ParameterizedTest
  @MethodSource("texts")
  void keepsRandomLayouts(Path text) throws IOException, ReflectiveOperationException {
    List<? extends Token> tokens =
        new NnetLexer(CharStreams.fromString(Files.readString(text))).getAllTokens();
    for (int seed = 0; seed < 5; seed++) {
      keepsAll(scattered(tokens, new Random(seed)));
    }
  }

  private static String scattered(List<? extends Token> tokens, Random random) {
    List<String> gaps =
        new ArrayList<>(List.of(" ", " ", " ", " ", "  ", "\n", "\n    ", "\n\n", "\r\n", "\t"));
    if (random.nextBoolean()) {
      gaps.addAll(List.of(" // c\n", "\n// d\n", " /* e */ ", "\n/* f\n g */ ", " /* h */\n"));
    }
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      boolean line = token.getType() == NnetLexer.COMMENT || token.getType() == NnetLexer.DOC;
      text.append(token.getText()).append(line ? "\n" : gaps.get(random.nextInt(gaps.size())));
    }
    return text.toString();
  }

  @Test
  void leavesAloneWhatIsWrong() {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Formatter.format(new Source("t.nnet", "block f = "), diagnostics)).isEmpty();
    assertThat(diagnostics.hasErrors()).isTrue();
  }

  @Test
  void anEmptyTextStaysEmpty() {
    assertThat(format("")).isEmpty();
    assertThat(format("\n\n // only a comment")).isEqualTo("// only a comment\n");
  }
}
