package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/** The tokens of a file as a person sees them: in lines and brackets. */
final class Words {
  private static final Set<Integer> DECLARE =
      Set.of(
          NnetLexer.INPUT,
          NnetLexer.TARGET,
          NnetLexer.OUTPUT,
          NnetLexer.CONTEXT,
          NnetLexer.STATE,
          NnetLexer.PARAM,
          NnetLexer.DIM,
          NnetLexer.SEQUENCE,
          NnetLexer.LAYER,
          NnetLexer.NEXT,
          NnetLexer.PREPROCESS,
          NnetLexer.TRAIN,
          NnetLexer.SEARCH);

  private final CommonTokenStream tokens;
  private final int[] braces;
  private final int[] parentheses;

  Words(CommonTokenStream tokens) {
    this.tokens = tokens;
    braces = depths("{", "}");
    parentheses = depths("([", ")]");
  }

  private int[] depths(String opening, String closing) {
    int[] depths = new int[tokens.size()];
    int depth = 0;
    for (int i = 0; i < depths.length; i++) {
      String text = tokens.get(i).getText();
      boolean one = text.length() == 1 && tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL;
      depth -= one && closing.contains(text) ? 1 : 0;
      depths[i] = depth;
      depth += one && opening.contains(text) ? 1 : 0;
    }
    return depths;
  }

  Token at(int index) {
    return tokens.get(index);
  }

  /** Braces that are open around a token. */
  int braces(int index) {
    return braces[index];
  }

  /** The token before, comments apart; null at the start of the file. */
  Token before(Token token) {
    for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
      if (tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
        return tokens.get(i);
      }
    }
    return null;
  }

  /** The token after, comments apart; the end of the file at last. */
  Token after(Token token) {
    int i = token.getTokenIndex() + 1;
    while (i < tokens.size() - 1 && tokens.get(i).getChannel() != Token.DEFAULT_CHANNEL) {
      i++;
    }
    return tokens.get(Math.min(i, tokens.size() - 1));
  }

  boolean startsLine(Token token) {
    Token before = before(token);
    return before == null || before.getLine() < token.getLine();
  }

  static boolean isName(Token token) {
    return token.getType() == NnetLexer.ID || DECLARE.contains(token.getType());
  }

  /** Whether a statement or a setting may begin with this word. */
  boolean canStart(Token token) {
    return isName(token)
        || token.getType() == NnetLexer.CONST
        || token.getType() == NnetLexer.RETURN
        || token.getText().equals("_");
  }

  /** Whether this word and the next one are the beginning of a statement or a setting. */
  boolean startsStatement(Token token) {
    if (!canStart(token) || parentheses[token.getTokenIndex()] > 0) {
      return false;
    }
    if (!isName(token) && !token.getText().equals("_")) {
      return true;
    }
    Token next = after(token);
    boolean declares = DECLARE.contains(token.getType()) && isName(next);
    return declares
        || next.getType() == NnetLexer.IN
        || Set.of("=", ":", ",", "{").contains(next.getText());
  }

  /**
   * The word that begins the line of a failing {@code =} or {@code :}: the statement before it was
   * not finished, because newlines do not end statements. Null elsewhere.
   */
  Token lineStartBefore(Token failing) {
    if (!Set.of("=", ":").contains(failing.getText())) {
      return null;
    }
    Token word = before(failing);
    boolean begins = word != null && isName(word) && startsLine(word) && before(word) != null;
    return begins ? word : null;
  }
}
