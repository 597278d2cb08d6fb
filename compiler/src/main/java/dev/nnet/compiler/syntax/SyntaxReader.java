package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Text to {@link Ast.File}.
 *
 * <pre>
 * Optional&lt;Ast.File&gt; file = SyntaxReader.read(source, diagnostics);
 * </pre>
 */
public final class SyntaxReader {
  private SyntaxReader() {}

  /** A parsed text: its tree and its tokens, comments among them. */
  record Parsed(NnetParser.FileContext tree, CommonTokenStream tokens, FileReader reader) {}

  /** The file, or nothing if it has syntax errors; then {@code diagnostics} say which. */
  public static Optional<Ast.File> read(Source source, Diagnostics diagnostics) {
    return parse(source, diagnostics).map(p -> p.reader().file(p.tree()));
  }

  static Optional<Parsed> parse(Source source, Diagnostics diagnostics) {
    NnetLexer lexer = new NnetLexer(CharStreams.fromString(source.text(), source.name()));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    FileReader reader = new FileReader(source, tokens);
    int before = diagnostics.all().size();
    new TokenCheck(reader, diagnostics)
        .check(
            tokens.getTokens().stream()
                .filter(t -> t.getChannel() == Token.DEFAULT_CHANNEL && t.getType() != Token.EOF)
                .toList());
    if (diagnostics.all().size() > before) {
      return Optional.empty();
    }
    NnetParser parser = new NnetParser(tokens);
    parser.removeErrorListeners();
    Words words = new Words(tokens);
    parser.setErrorHandler(new Recovery(words));
    parser.addErrorListener(new SyntaxErrors(reader, words, diagnostics));
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    NnetParser.FileContext tree = parser.file();
    return parser.getNumberOfSyntaxErrors() > 0
        ? Optional.empty()
        : Optional.of(new Parsed(tree, tokens, reader));
  }
}
