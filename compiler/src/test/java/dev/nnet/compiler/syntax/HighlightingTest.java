package dev.nnet.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.grammar.NnetLexer;
import dev.nnet.runtime.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The editors' grammar sees what the lexer sees, on all texts of the corpus. */
class HighlightingTest {
  private static final Path GRAMMAR = Path.of("../docs/editors/nnet/syntaxes/nnet.tmLanguage.json");

  /** A pattern of the grammar; {@code end} is null unless it spans lines. */
  private record Rule(Pattern begin, Pattern end, String name, Map<?, ?> captures) {}

  private final List<Rule> rules = new ArrayList<>();

  HighlightingTest() throws IOException {
    Map<?, ?> grammar = (Map<?, ?>) Json.parse(Files.readString(GRAMMAR));
    add(grammar, (Map<?, ?>) grammar.get("repository"));
  }

  private void add(Map<?, ?> of, Map<?, ?> repository) {
    for (Object o : (List<?>) of.get("patterns")) {
      Map<?, ?> p = (Map<?, ?>) o;
      if (p.containsKey("include")) {
        add((Map<?, ?>) repository.get(p.get("include").toString().substring(1)), repository);
      } else {
        String begin = (String) (p.containsKey("match") ? p.get("match") : p.get("begin"));
        Pattern end = p.containsKey("end") ? Pattern.compile((String) p.get("end")) : null;
        Map<?, ?> captures = p.containsKey("captures") ? (Map<?, ?>) p.get("captures") : Map.of();
        rules.add(
            new Rule(
                Pattern.compile(begin, Pattern.MULTILINE), end, (String) p.get("name"), captures));
      }
    }
  }

  /** The scope of every character, as an editor finds it: the earliest match, the first rule. */
  private String[] scopes(String text) {
    String[] scopes = new String[text.length()];
    int at = 0;
    while (at < text.length()) {
      Rule rule = null;
      Matcher first = null;
      for (Rule r : rules) {
        Matcher m = r.begin.matcher(text);
        m.useTransparentBounds(true).useAnchoringBounds(false).region(at, text.length());
        if (m.find() && (first == null || m.start() < first.start())) {
          first = m;
          rule = r;
        }
      }
      if (first == null) {
        return scopes;
      }
      int stop = first.end();
      if (rule.end != null) {
        Matcher end = rule.end.matcher(text);
        stop = end.find(stop) ? end.end() : text.length();
      }
      for (int i = first.start(); i < stop; i++) {
        scopes[i] = rule.name;
      }
      for (var capture : rule.captures.entrySet()) {
        int group = Integer.parseInt((String) capture.getKey());
        for (int i = first.start(group); i >= 0 && i < first.end(group); i++) {
          scopes[i] = (String) ((Map<?, ?>) capture.getValue()).get("name");
        }
      }
      at = Math.max(stop, at + 1);
    }
    return scopes;
  }

  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void seesTheWordsOfTheLexer(Path file) throws IOException {
    String text = Files.readString(file);
    String[] scopes = scopes(text);
    for (Token t : new NnetLexer(CharStreams.fromString(text)).getAllTokens()) {
      String expected = expected(t.getType());
      for (int i = t.getStartIndex(); expected != null && i <= t.getStopIndex(); i++) {
        assertThat(scopes[i])
            .as(file + ":" + t.getLine() + ": " + t.getText())
            .isNotNull()
            .startsWith(expected);
      }
    }
  }

  private static String expected(int type) {
    return switch (type) {
      case NnetLexer.DOC -> "comment.line.documentation";
      case NnetLexer.COMMENT -> "comment.line.double-slash";
      case NnetLexer.BLOCK_COMMENT -> "comment.block";
      case NnetLexer.STRING -> "string";
      case NnetLexer.INT, NnetLexer.FLOAT -> "constant.numeric";
      case NnetLexer.ARROW -> "keyword.operator.arrow";
      case NnetLexer.TRUE, NnetLexer.FALSE -> "constant.language";
      case NnetLexer.NETWORK, NnetLexer.BLOCK, NnetLexer.CELL, NnetLexer.CONST -> "storage";
      case NnetLexer.PACKAGE,
          NnetLexer.IMPORT,
          NnetLexer.FROM,
          NnetLexer.RETURN,
          NnetLexer.IF,
          NnetLexer.ELSE,
          NnetLexer.AS,
          NnetLexer.IN ->
          "keyword.control";
      default -> null;
    };
  }

  /** Words that are keywords only where a statement begins. */
  @Test
  void knowsSoftKeywordsFromNames() {
    String text =
        """
        input  x: f32[B]
        target next: index<3>[B]
        output state: f32[B]
        context c: f32[B]
        state h: f32[B]
        param w: f32[3]
        dim H, W
        sequence T <= 4
        layer f = dense(3)
        next h = x
        preprocess x from u8[3] -> to_tensor
        train { epochs = 1 }
        train head { epochs = 1 }
        search { lr in [1] }
        state = input -> train -> layer
        search, dim = next(param)
        """;
    String[] scopes = scopes(text);
    int start = 0;
    for (String line : text.lines().toList()) {
      boolean name = line.startsWith("state =") || line.startsWith("search,");
      String scope = scopes[start];
      assertThat(scope != null && scope.matches("(storage|keyword).*")).as(line).isEqualTo(!name);
      start += line.length() + 1;
    }
  }

  /** Every word of the language has a rule. */
  @Test
  void coversTheLexer() throws IOException {
    String grammar = Files.readString(GRAMMAR);
    for (int type = 1; type <= NnetLexer.VOCABULARY.getMaxTokenType(); type++) {
      String literal = NnetLexer.VOCABULARY.getLiteralName(type);
      if (literal != null && literal.matches("'[a-z]+'")) {
        String word = literal.substring(1, literal.length() - 1);
        assertThat(grammar).containsPattern("[(|:]" + word + "[|)]");
      }
    }
  }
}
