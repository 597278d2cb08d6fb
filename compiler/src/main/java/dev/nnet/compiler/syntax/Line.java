package dev.nnet.compiler.syntax;

import dev.nnet.compiler.syntax.Indentation.Indent;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;

/** A line of formatted text. */
final class Line {
  private Indent indent;
  private final boolean blankBefore;
  private final List<Word> words = new ArrayList<>();
  private final ParserRuleContext construct;

  /**
   * @param construct what begins with the first word; null if the line continues something
   */
  Line(Indent indent, boolean blankBefore, ParserRuleContext construct) {
    this.indent = indent;
    this.blankBefore = blankBefore;
    this.construct = construct;
  }

  void add(Word word) {
    if (!words.isEmpty()) {
      word.shift(Spacing.between(last(), word));
    }
    words.add(word);
  }

  Indent indent() {
    return indent;
  }

  void inset(int more) {
    indent = indent.more(more);
  }

  boolean blankBefore() {
    return blankBefore;
  }

  List<Word> words() {
    return words;
  }

  ParserRuleContext construct() {
    return construct;
  }

  Word first() {
    return words.get(0);
  }

  Word last() {
    return words.get(words.size() - 1);
  }

  boolean isComment() {
    return first().isComment();
  }

  /** Whether the line is a whole construct, comments apart. */
  boolean isWhole() {
    return construct != null && words.stream().anyMatch(w -> w.token() == construct.stop);
  }

  /** The columns before a word, from where lines of this indentation begin. */
  int column(Word word) {
    int column = indent.columns();
    for (Word w : words) {
      column += w.spaces();
      if (w == word) {
        break;
      }
      int end = w.text().lastIndexOf('\n');
      column = w.text().length() - end - 1 + (end < 0 ? column : 0);
    }
    return column;
  }
}
