package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.grammar.NnetLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/**
 * What can be said of the words before there is a sentence: brackets that do not match, the syntax
 * of other languages, nesting that is too deep to read.
 */
final class TokenCheck {
  /** Brackets in brackets; far more than a person writes, far fewer than a stack holds. */
  private static final int DEPTH = 200;

  /** Words of one expression, brackets apart; each may be a level of the tree. */
  private static final int RUN = 1_000;

  /** Stages of one pipeline. */
  private static final int STAGES = 4_000;

  private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

  /** What ends an expression. */
  private static final Set<String> ENDS = Set.of("=", ",", ":", "|");

  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry(";", "statements need no ';'"),
          Map.entry("#", "comments start with '//'"),
          Map.entry("'", "strings use '\"'"),
          Map.entry("\"", "this string is never closed in its line"),
          Map.entry("&", "write '&&'"),
          Map.entry("|>", "write '->'"),
          Map.entry("=>", "write '->'"),
          Map.entry(":=", "write '='"),
          Map.entry("**", "write '^'"),
          Map.entry("/*", "this comment is never closed: '*/' is missing"));

  private final TreeReader reader;
  private final Diagnostics diagnostics;

  TokenCheck(TreeReader reader, Diagnostics diagnostics) {
    this.reader = reader;
    this.diagnostics = diagnostics;
  }

  /** What has been read between two brackets. */
  private static final class Level {
    final Token opening;
    int run;
    int stages;

    Level(Token opening) {
      this.opening = opening;
    }
  }

  void check(List<Token> tokens) {
    Deque<Level> open = new ArrayDeque<>();
    open.push(new Level(null));
    int silent = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token t = tokens.get(i);
      String text = t.getText();
      if (t.getLine() > silent && foreign(tokens, i)) {
        silent = t.getLine(); // the rest of the line may not be of this language
      }
      if (t.getLine() <= silent) {
        continue;
      }
      if (CLOSING.containsKey(text)) {
        open.push(new Level(t));
        if (open.size() == DEPTH + 2) {
          error("NN005", t, "nested too deeply: at most " + DEPTH + " brackets in brackets");
          return;
        }
      } else if (CLOSING.containsValue(text)) {
        // a bracket closed is a word of what is around it
        if (!close(open, t, silent == 0) || !count(open.peek(), t)) {
          return;
        }
      } else if (!count(open.peek(), t)) {
        return;
      }
    }
    if (open.size() > 1 && silent == 0) {
      unclosed(open.peek().opening);
    }
  }

  private boolean count(Level level, Token t) {
    if (t.getType() == NnetLexer.ARROW) {
      level.run = 0;
      level.stages++;
    } else if (ENDS.contains(t.getText())) {
      level.run = 0;
      level.stages = t.getText().equals("=") ? 0 : level.stages;
    } else {
      level.run++;
    }
    boolean words = level.run > RUN;
    if (words || level.stages > STAGES) {
      String most = words ? RUN + " words" : STAGES + " stages";
      error("NN005", t, "this is too long: at most " + most + " in one expression");
      return false;
    }
    return true;
  }

  private void unclosed(Token opening) {
    Span span = reader.span(opening, opening);
    error(
        "NN002",
        opening,
        "'" + opening.getText() + "' opened at " + span.place() + " is never closed");
  }

  /** Closes a bracket, and tells those inside that are not closed; whether it closes one. */
  private boolean close(Deque<Level> open, Token closing, boolean tell) {
    String text = closing.getText();
    Token opening = open.peek().opening;
    // what is closed lines below by another bracket than a brace is anybody's guess
    boolean opened =
        open.stream()
            .filter(l -> closes(text, l.opening))
            .anyMatch(l -> text.equals("}") || l.opening.getLine() == closing.getLine());
    while (opened && tell && !closes(text, opening)) {
      unclosed(open.pop().opening);
      opening = open.peek().opening;
    }
    boolean fits = closes(text, opening);
    if (fits) {
      open.pop();
    } else if (tell && opening == null) {
      error("NN002", closing, "'" + text + "' closes nothing");
    } else if (tell) {
      unclosed(opening);
    }
    return fits;
  }

  private static boolean closes(String closing, Token opening) {
    return opening != null && CLOSING.get(opening.getText()).equals(closing);
  }

  private boolean foreign(List<Token> tokens, int i) {
    Token t = tokens.get(i);
    Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : t;
    boolean touches = next.getStartIndex() == t.getStopIndex() + 1;
    String two = touches ? t.getText() + next.getText() : "";
    String message = FOREIGN.get(two);
    if (message == null && t.getType() == NnetLexer.UNKNOWN) {
      message = FOREIGN.getOrDefault(t.getText(), "'" + visible(t) + "' means nothing here");
    }
    if (message != null) {
      error("NN001", t, message);
    }
    return message != null;
  }

  private static String visible(Token t) {
    int c = t.getText().codePointAt(0);
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
        ? String.format("U+%04X", c)
        : t.getText();
  }

  private void error(String code, Token at, String message) {
    diagnostics.add(Diagnostic.error(code, reader.span(at, at), message));
  }
}
