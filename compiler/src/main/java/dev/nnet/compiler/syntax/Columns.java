package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Puts below each other what belongs together in neighbouring lines: names and types of borders,
 * the {@code =} of equations and settings, arrows before the same layer, comments at the end. An
 * empty line ends such a group.
 */
final class Columns {
  private final List<Line> lines;

  private Columns(List<Line> lines) {
    this.lines = lines;
  }

  static void align(NnetParser.FileContext file, List<Line> lines) {
    Tables.align(file, lines);
    Columns columns = new Columns(lines);
    columns.groups(Columns::border).forEach(Columns::alignBorders);
    columns.groups(Columns::equation).forEach(Columns::alignEquations);
    columns.groups(Columns::chain).forEach(g -> alignArrows(g, 0));
    lines.stream().filter(Columns::hasComment).forEach(l -> l.last().shift(1));
    columns.groups(Columns::comment).forEach(g -> alignWords(g, Line::last));
  }

  /** Neighbouring lines with the same key; lines that are but a comment are passed over. */
  private List<List<Line>> groups(Function<Line, Object> key) {
    List<List<Line>> groups = new ArrayList<>();
    Object open = null;
    for (Line line : lines) {
      Object now = key.apply(line);
      boolean passed = line.isComment() || continuesSetting(line, open);
      open = line.blankBefore() ? null : open;
      if (passed) {
        continue;
      }
      if (now != null && !now.equals(open)) {
        groups.add(new ArrayList<>());
      }
      if (now != null) {
        groups.get(groups.size() - 1).add(line);
      }
      open = now;
    }
    return groups;
  }

  /** Long settings do not end the group of the settings around them. */
  private static boolean continuesSetting(Line line, Object group) {
    return line.construct() == null && !line.first().is("}") && "setting".equals(group);
  }

  private static Object border(Line line) {
    ParserRuleContext c = line.construct();
    boolean typed =
        c instanceof NnetParser.InputDeclContext
            || c instanceof NnetParser.TargetDeclContext
            || c instanceof NnetParser.OutputDeclContext
            || c instanceof NnetParser.ContextDeclContext
            || c instanceof NnetParser.StateDeclContext
            || c instanceof NnetParser.ParamDeclContext;
    return typed && line.isWhole() ? "border" : null;
  }

  private static void alignBorders(List<Line> group) {
    alignWords(group, l -> l.words().get(1));
    alignWords(group, l -> wordBehind(l, ":"));
    alignWords(group, l -> word(l, child(l.construct(), "=")));
  }

  private static Object equation(Line line) {
    ParserRuleContext c = line.construct();
    if (c instanceof NnetParser.ValueSettingContext
        || c instanceof NnetParser.RangeSettingContext
        || c instanceof NnetParser.GroupSettingContext && line.isWhole()) {
      return "setting";
    }
    if (c == null || !line.isWhole()) {
      return null;
    }
    if (c instanceof NnetParser.AssignmentContext || c instanceof NnetParser.NextStateContext) {
      return "equation";
    }
    boolean named =
        c instanceof NnetParser.ConstDeclContext
            || c instanceof NnetParser.LocalConstContext
            || c instanceof NnetParser.LayerDeclContext;
    return named ? c.start.getText() : null;
  }

  /** A section in braces follows the column, but does not make it wider. */
  private static void alignEquations(List<Line> group) {
    List<Line> equations =
        group.stream()
            .filter(l -> !(l.construct() instanceof NnetParser.GroupSettingContext))
            .toList();
    Function<Line, Word> sign =
        l -> {
          Token equals = child(l.construct(), "=");
          return word(l, equals != null ? equals : child(l.construct(), "in"));
        };
    alignWords(equations, sign);
    for (Line line : group) {
      if (!equations.isEmpty() && !equations.contains(line)) {
        Word brace = line.words().get(1);
        int column = equations.get(0).column(sign.apply(equations.get(0)));
        brace.shift(Math.max(0, column - line.column(brace)));
      }
    }
  }

  /** Neighbouring equations, or neighbouring lines of the same stages. */
  private static Object chain(Line line) {
    Object equation = equation(line);
    return equation == null ? stages(line) : equation;
  }

  /** The node whose stages a line shows: that of an equation, or one that goes on here. */
  private static ParserRuleContext stages(Line line) {
    if (line.construct() != null) {
      return line.construct().getRuleContext(NnetParser.ExprContext.class, 0);
    }
    if (isArrow(line.first())) {
      return line.first().parent();
    }
    return line.words().stream()
        .filter(w -> isArrow(w) && w.parent().start == line.first().token())
        .map(Word::parent)
        .findFirst()
        .orElse(null);
  }

  private static boolean isArrow(Word word) {
    return word.token().getType() == NnetLexer.ARROW;
  }

  private static void alignArrows(List<Line> group, int index) {
    List<Line> same = new ArrayList<>();
    String name = null;
    for (Line line : group) {
      String stage = index < arrows(line).size() ? stage(arrows(line).get(index)) : null;
      if (name != null && !name.equals(stage)) {
        alignArrow(same, index);
        same.clear();
      }
      if (stage != null) {
        same.add(line);
      }
      name = stage;
    }
    alignArrow(same, index);
  }

  private static void alignArrow(List<Line> group, int index) {
    if (group.size() > 1) {
      alignWords(group, l -> arrows(l).get(index));
      alignArrows(List.copyOf(group), index + 1);
    }
  }

  /** The arrows within a line. */
  private static List<Word> arrows(Line line) {
    ParserRuleContext stages = stages(line);
    return line.words().stream()
        .filter(w -> isArrow(w) && w.parent() == stages && w != line.first())
        .toList();
  }

  /** What is called behind an arrow. */
  private static String stage(Word arrow) {
    List<ParseTree> siblings = arrow.parent().children;
    for (int i = 0; i < siblings.size(); i++) {
      if (siblings.get(i) instanceof TerminalNode t && t.getSymbol() == arrow.token()) {
        return Tables.name((NnetParser.StageContext) siblings.get(i + 1));
      }
    }
    throw new IllegalStateException("no arrow of its parent: " + arrow.token());
  }

  private static boolean hasComment(Line line) {
    return line.words().size() > 1 && line.last().isComment();
  }

  private static Object comment(Line line) {
    return hasComment(line) && line.indent().after() == null ? line.indent() : null;
  }

  private static void alignWords(List<Line> group, Function<Line, Word> which) {
    int column = 0;
    for (Line line : group) {
      Word word = which.apply(line);
      column = word == null ? column : Math.max(column, line.column(word));
    }
    for (Line line : group) {
      Word word = which.apply(line);
      if (word != null) {
        word.shift(column - line.column(word));
      }
    }
  }

  private static Token child(ParserRuleContext c, String text) {
    for (ParseTree child : c.children) {
      if (child instanceof TerminalNode t && t.getText().equals(text)) {
        return t.getSymbol();
      }
    }
    return null;
  }

  private static Word word(Line line, Token token) {
    return line.words().stream().filter(w -> w.token() == token).findFirst().orElse(null);
  }

  private static Word wordBehind(Line line, String text) {
    Token token = child(line.construct(), text);
    return line.words().get(line.words().indexOf(word(line, token)) + 1);
  }
}
