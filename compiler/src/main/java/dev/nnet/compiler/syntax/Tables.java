package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The table of a paper as lines of calls: numbers stand below each other, to the right. A space
 * before a number asks for it:
 *
 * <pre>
 * -&gt; bottlenecks(expand=6, out= 64, n=4, stride=2)
 * -&gt; bottlenecks(expand=6, out=160, n=3, stride=2)
 * </pre>
 */
final class Tables {
  private final Map<Token, Line> lines = new HashMap<>();

  private Tables(List<Line> all) {
    all.forEach(l -> l.words().forEach(w -> lines.put(w.token(), l)));
  }

  static void align(NnetParser.FileContext file, List<Line> lines) {
    new Tables(lines).visit(file);
  }

  private void visit(ParserRuleContext c) {
    List<NnetParser.StageContext> stages = c.getRuleContexts(NnetParser.StageContext.class);
    if (stages.size() > 1) {
      columns(stages).values().forEach(this::alignTable);
    }
    for (ParseTree child : c.children) {
      if (child instanceof ParserRuleContext inner) {
        visit(inner);
      }
    }
  }

  /** The name a stage calls. */
  static String name(NnetParser.StageContext stage) {
    if (!(stage instanceof NnetParser.CallStageContext c)) {
      return "if";
    }
    boolean labelled = c.getChildCount() > 1 && c.getChild(1).getText().equals(":");
    return c.name(labelled ? 1 : 0).getText();
  }

  /** Calls of the same name that are at the same place of their lines. */
  private Map<String, List<NnetParser.CallStageContext>> columns(
      List<NnetParser.StageContext> stages) {
    Map<String, List<NnetParser.CallStageContext>> columns = new LinkedHashMap<>();
    Line line = null;
    int place = 0;
    for (NnetParser.StageContext stage : stages) {
      place = lines.get(stage.start) == line ? place + 1 : 0;
      line = lines.get(stage.start);
      if (stage instanceof NnetParser.CallStageContext c && c.args() != null) {
        columns.computeIfAbsent(place + name(c), k -> new ArrayList<>()).add(c);
      }
    }
    return columns;
  }

  private void alignTable(List<NnetParser.CallStageContext> calls) {
    Map<String, List<Word>> numbers = new LinkedHashMap<>();
    boolean asked = false;
    for (NnetParser.CallStageContext call : calls) {
      for (NnetParser.ArgContext arg : call.args().arg()) {
        List<Word> words = lines.get(arg.expr().start).words();
        int at = indexOf(words, arg.expr().start);
        if (isNumber(arg.expr().start) && at > 1 && !words.get(at - 1).isComment()) {
          String column =
              arg.name() == null ? "" + call.args().arg().indexOf(arg) : arg.name().getText();
          numbers.computeIfAbsent(column, k -> new ArrayList<>()).add(words.get(at));
          asked |= isSpaced(words.get(at - 2), words.get(at - 1), words.get(at));
        }
      }
    }
    if (asked) {
      numbers.values().forEach(Tables::alignRight);
    }
  }

  private static int indexOf(List<Word> words, Token token) {
    int i = 0;
    while (words.get(i).token() != token) {
      i++;
    }
    return i;
  }

  private static boolean isNumber(Token token) {
    return token.getType() == NnetLexer.INT || token.getType() == NnetLexer.FLOAT;
  }

  /** Whether the author put one space more than usual before a number. */
  private static boolean isSpaced(Word name, Word before, Word number) {
    boolean more = gap(before, number) > (before.is(",") ? 1 : 0);
    return more && !number.startsLine() && (!before.is("=") || gap(name, before) == 0);
  }

  private static int gap(Word before, Word word) {
    return word.token().getStartIndex() - before.token().getStopIndex() - 1;
  }

  private static void alignRight(List<Word> numbers) {
    int width = numbers.stream().mapToInt(n -> n.text().length()).max().orElse(0);
    numbers.forEach(n -> n.shift(width - n.text().length()));
  }
}
