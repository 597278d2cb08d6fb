package dev.nnet.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All example networks parse, without a single ambiguity; what is no network does not. */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");

  /** Complains of errors and of every ambiguity. */
  static final class Strict extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object offending,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw new IllegalStateException(line + ":" + column + " " + message);
    }

    @Override
    public void reportAmbiguity(
        Parser recognizer,
        DFA dfa,
        int start,
        int stop,
        boolean exact,
        BitSet alternatives,
        ATNConfigSet configs) {
      throw new IllegalStateException("ambiguous: alternatives " + alternatives);
    }
  }

  static void parse(String text) {
    NnetLexer lexer = new NnetLexer(CharStreams.fromString(text));
    NnetParser parser = new NnetParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(new Strict());
    parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
    parser.file();
  }

  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void parsesWithoutAmbiguity(Path file) throws IOException {
    parse(Files.readString(file));
  }

  @Test
  void holdsTwelveExamples() throws IOException {
    assertThat(corpus()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network {}",
        "network N { input x }",
        "network N { y = }",
        "network N { y = x -> }",
        "network N { y = x -> 3 }",
        "network N { y = (x }",
        "block f = ",
        "const = 3",
        "import from \"x.nnet\"",
        "network N { train { loss } }"
      })
  void rejects(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalStateException.class);
  }
}
