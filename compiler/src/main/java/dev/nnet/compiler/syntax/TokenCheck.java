package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.grammar.NnetLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/**
 * What can be said of the words before there is a sentence: brackets that do not match, the syntax
 * of other languages, nesting that is too deep to read.
 */
final class TokenCheck {
  /** Brackets in brackets; far more than a person writes, far fewer than a stack holds. */
  private static final int DEPTH = 200;

  /** Words without a bracket between them; bounds the length of chains. */
  private static final int RUN = 4_000;

  private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

  private static final Map<String, String> FOREIGN =
      Map.of(
          ";", "statements need no ';'",
          "#", "comments start with '//'",
          "'", "strings use '\"'",
          "&", "write '&&'",
          "|>", "write '->'",
          "=>", "write '->'",
          ":=", "write '='",
          "**", "write '^'");

  private final TreeReader reader;
  private final Diagnostics diagnostics;

  TokenCheck(TreeReader reader, Diagnostics diagnostics) {
    this.reader = reader;
    this.diagnostics = diagnostics;
  }

  void check(List<Token> tokens) {
    Deque<Token> open = new ArrayDeque<>();
    int run = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token t = tokens.get(i);
      String text = t.getText();
      if (CLOSING.containsKey(text)) {
        open.push(t);
        run = 0;
        if (open.size() == DEPTH + 1) {
          error("NN005", t, "nested too deeply: at most " + DEPTH + " brackets in brackets", null);
          return;
        }
      } else if (CLOSING.containsValue(text) && !close(open, t)) {
        return;
      }
      run = t.getType() == NnetLexer.ARROW ? run : run + 1;
      if (run > RUN) {
        error("NN005", t, "this statement is too long: at most " + RUN + " words", null);
        return;
      }
      foreign(tokens, i);
    }
    if (!open.isEmpty()) {
      Token last = open.peek();
      error("NN002", last, "'" + last.getText() + "' is never closed", null);
    }
  }

  private boolean close(Deque<Token> open, Token closing) {
    String text = closing.getText();
    if (open.isEmpty()) {
      error("NN002", closing, "'" + text + "' closes nothing", null);
      return false;
    }
    Token opening = open.pop();
    if (!CLOSING.get(opening.getText()).equals(text)) {
      error("NN002", opening, "'" + opening.getText() + "' is never closed", null);
      return false;
    }
    return true;
  }

  private void foreign(List<Token> tokens, int i) {
    Token t = tokens.get(i);
    Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : t;
    boolean touches = next.getStartIndex() == t.getStopIndex() + 1;
    String two = touches ? t.getText() + next.getText() : "";
    if (FOREIGN.containsKey(two)) {
      error("NN001", t, FOREIGN.get(two), null);
    } else if (t.getType() == NnetLexer.UNKNOWN) {
      String known = FOREIGN.get(t.getText());
      String text = known != null ? known : "'" + t.getText() + "' means nothing here";
      error("NN001", t, text, null);
    }
  }

  private void error(String code, Token at, String message, String hint) {
    Span span = reader.span(at, at);
    diagnostics.add(Diagnostic.error(code, span, message).hint(hint));
  }
}
