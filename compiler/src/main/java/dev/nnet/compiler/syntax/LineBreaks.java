package dev.nnet.compiler.syntax;

import dev.nnet.compiler.syntax.Indentation.Indent;
import dev.nnet.grammar.NnetParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Where lines end: after each construct; elsewhere where the author ended them and a line may end,
 * with arrows, {@code |} and operators in front of the next one.
 */
final class LineBreaks {
  /** The longest line of a section that stays on the one it was written on. */
  private static final int WIDTH = 100;

  private final Indentation indentation;
  private final List<Word> words;
  private final Map<Token, Integer> indices = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();

  private LineBreaks(Indentation indentation, List<Word> words) {
    this.indentation = indentation;
    this.words = words;
    for (int i = 0; i < words.size(); i++) {
      indices.put(words.get(i).token(), i);
    }
  }

  static List<Line> lines(Indentation indentation, List<Word> words) {
    LineBreaks breaks = new LineBreaks(indentation, words);
    for (int i = 0; i < words.size(); i++) {
      breaks.add(i);
    }
    return breaks.lines;
  }

  private void add(int i) {
    Word word = words.get(i);
    if (i == 0 || words.get(i - 1).endsLine() || begins(i)) {
      lines.add(new Line(indent(i), i > 0 && blankBefore(i), indentation.construct(word.token())));
    }
    lines.get(lines.size() - 1).add(word);
  }

  /** The next word that is no comment; null at the end. */
  private Word next(int i) {
    int next = i;
    while (next < words.size() && words.get(next).isComment()) {
      next++;
    }
    return next < words.size() ? words.get(next) : null;
  }

  /** The last word before that is no comment; null at the start. */
  private Word before(int i) {
    int before = i - 1;
    while (before >= 0 && words.get(before).isComment()) {
      before--;
    }
    return before >= 0 ? words.get(before) : null;
  }

  private Indent indent(int i) {
    Word next = next(i);
    if (next == null) {
      return new Indent(null, 0);
    }
    Indent indent = indentation.of(next.token());
    return words.get(i).isComment() && next.is("}") ? indent.more(Indentation.STEP) : indent;
  }

  private boolean begins(int i) {
    Word word = words.get(i);
    if (word.isComment()) {
      Word next = next(i);
      return word.startsLine()
          && (word.endsLine() || next == null || begins(indices.get(next.token())));
    }
    ParserRuleContext construct = indentation.construct(word.token());
    Word before = before(i);
    if (construct != null || before == null) {
      return before == null
          || !(construct.getParent() instanceof NnetParser.SettingsContext s && isShort(s));
    }
    if (word.is("}")) {
      return !before.is("{") && isOpen(word.parent());
    }
    if (Indentation.leads(word.token(), word.parent())) {
      Word next = next(i + 1);
      boolean opens = word.is("|") && isOpen(word.parent());
      return opens || word.startsLine() || next != null && next.startsLine();
    }
    if (before.is("{")) {
      return isOpen(before.parent());
    }
    if (before.is("=") && isShortForm(before.parent())) {
      return before.token().getLine() < before.parent().stop.getLine();
    }
    return before.is(",") && word.startsLine();
  }

  private static boolean isShortForm(ParserRuleContext c) {
    return c instanceof NnetParser.BlockDeclContext || c instanceof NnetParser.CellDeclContext;
  }

  /** Whether what is in braces stands on lines of its own. */
  private boolean isOpen(ParserRuleContext braces) {
    if (braces instanceof NnetParser.SettingsContext s) {
      return !isShort(s);
    }
    if (braces instanceof NnetParser.BodyContext) {
      return true;
    }
    ParserRuleContext whole =
        braces instanceof NnetParser.BranchContext ? braces.getParent() : braces;
    Token first = whole.start;
    while (!first.getText().equals("{")) {
      first = words.get(indices.get(first) + 1).token();
    }
    return first.getLine() < whole.stop.getLine();
  }

  /** Whether a section was written on one line and fits there. */
  private boolean isShort(NnetParser.SettingsContext settings) {
    ParserRuleContext section = settings.getParent();
    if (section.start.getLine() < settings.stop.getLine()) {
      return false;
    }
    if (section.getParent() instanceof NnetParser.SettingsContext s && isShort(s)) {
      return true;
    }
    Line line = new Line(indentation.of(section.start), false, section);
    int width = line.indent().columns();
    for (int i = indices.get(section.start); i <= indices.get(settings.stop); i++) {
      boolean first = i == indices.get(section.start);
      width += (first ? 0 : Spacing.between(words.get(i - 1), words.get(i)));
      width += words.get(i).text().length();
    }
    return width <= WIDTH;
  }

  /** One empty line stays between constructs; some are always apart. */
  private boolean blankBefore(int i) {
    Word word = words.get(i);
    Word next = next(i);
    boolean construct = next == null || indentation.construct(next.token()) != null;
    boolean kept = construct || word.isComment() && next.is("}");
    if (words.get(i - 1).is("{") || !kept) {
      return false;
    }
    if (word.blankBefore()) {
      return true;
    }
    Word before = words.get(i - 1);
    boolean inside = before.isComment() && lines.get(lines.size() - 1).isComment();
    return !inside && next != null && isApart(next) && !blankBetween(i, indices.get(next.token()));
  }

  private boolean blankBetween(int from, int to) {
    return words.subList(from + 1, to + 1).stream().anyMatch(Word::blankBefore);
  }

  /** Whether an empty line belongs before a declaration; names of numbers may stand together. */
  private boolean isApart(Word first) {
    ParserRuleContext construct = indentation.construct(first.token());
    if (construct == null || !(construct.getParent() instanceof NnetParser.FileContext file)) {
      return false;
    }
    int index = file.children.indexOf(construct);
    if (index == 0) {
      return false;
    }
    Class<?> before = file.children.get(index - 1).getClass();
    boolean together =
        construct instanceof NnetParser.ConstDeclContext
            || construct instanceof NnetParser.ImportDeclContext;
    return !(together && before == construct.getClass());
  }
}
