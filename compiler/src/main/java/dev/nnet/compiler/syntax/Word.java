package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** A word of a file or a comment, and the spaces before it in its line. */
final class Word {
  private final Token token;
  private final ParserRuleContext parent;
  private final String text;
  private final int linesBefore;
  private final boolean endsLine;
  private int spaces;

  /**
   * @param parent the node it is a child of; null for a comment
   * @param linesBefore how many lines it stands below what is before it
   * @param endsLine whether nothing may follow in its line
   */
  Word(Token token, ParserRuleContext parent, int linesBefore, boolean endsLine) {
    this.token = token;
    this.parent = parent;
    this.linesBefore = linesBefore;
    this.endsLine = endsLine;
    String whole = token.getText().replace("\r\n", "\n").replace('\r', '\n');
    this.text = token.getType() == NnetLexer.BLOCK_COMMENT ? whole : whole.stripTrailing();
  }

  Token token() {
    return token;
  }

  ParserRuleContext parent() {
    return parent;
  }

  String text() {
    return text;
  }

  /** Whether it was the first of its line. */
  boolean startsLine() {
    return linesBefore > 0;
  }

  boolean blankBefore() {
    return linesBefore > 1;
  }

  boolean endsLine() {
    return endsLine;
  }

  boolean isComment() {
    return parent == null;
  }

  boolean is(String... texts) {
    return !isComment() && Set.of(texts).contains(text);
  }

  int spaces() {
    return spaces;
  }

  /** More spaces before it, so that it stands below others. */
  void shift(int more) {
    spaces += more;
  }
}
