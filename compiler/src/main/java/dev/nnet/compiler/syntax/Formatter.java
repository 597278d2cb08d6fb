package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.grammar.NnetParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * The canonical layout of a text.
 *
 * <pre>
 * input x:f32[B,8]                    input  x:     f32[B, 8]
 * target label:index&lt;3&gt;[B]      -&gt;      target label: index&lt;3&gt;[B]
 * y=x-&gt;dense(64)-&gt;relu-&gt;              y = x -&gt; dense(64) -&gt; relu
 *    dense(3)                             -&gt; dense(3)
 * </pre>
 *
 * Words and comments stay as they are and in their order, but for the arrow at the end of a line,
 * which moves to the next one. Lines end where the author ended them: which layers stand together
 * is part of what a text says.
 */
public final class Formatter {
  private Formatter() {}

  /** The text in its canonical layout, or nothing if it has syntax errors. */
  public static Optional<String> format(Source source, Diagnostics diagnostics) {
    return SyntaxReader.parse(source, diagnostics)
        .map(p -> print(p.tree(), p.tokens().getTokens()));
  }

  private static String print(NnetParser.FileContext file, List<Token> tokens) {
    Map<Token, ParserRuleContext> parents = new HashMap<>();
    parents(file, parents);
    List<Line> lines = LineBreaks.lines(new Indentation(file), words(tokens, parents));
    inset(file, lines);
    Columns.align(file, lines);
    return print(lines);
  }

  private static void parents(ParserRuleContext c, Map<Token, ParserRuleContext> parents) {
    for (ParseTree child : c.children) {
      if (child instanceof TerminalNode t) {
        parents.put(t.getSymbol(), c);
      } else {
        parents((ParserRuleContext) child, parents);
      }
    }
  }

  /** Words and comments, arrows behind the comments that end their lines. */
  private static List<Word> words(List<Token> tokens, Map<Token, ParserRuleContext> parents) {
    List<Word> words = new ArrayList<>();
    int leading = -1;
    int line = 0;
    for (int i = 0; tokens.get(i).getType() != Token.EOF; i++) {
      Token token = tokens.get(i);
      int end = token.getLine() + (int) token.getText().lines().count() - 1;
      ParserRuleContext parent = parents.get(token);
      boolean alone = parent == null && tokens.get(i + 1).getLine() > end;
      boolean last = tokens.get(i + 1).getType() == Token.EOF;
      Word word = new Word(token, parent, token.getLine() - line, alone || parent == null && last);
      words.add(word);
      if (parent != null) {
        leading = Indentation.leads(token, parent) ? words.size() - 1 : -1;
      } else if (leading >= 0 && word.endsLine()) {
        words.add(words.remove(leading));
        leading = words.size() - 1;
      }
      line = end;
    }
    return words;
  }

  /** Stages below each other begin in the same column, also the first one, which has no arrow. */
  private static void inset(ParserRuleContext c, List<Line> lines) {
    Map<Token, Line> first = new HashMap<>();
    lines.forEach(l -> first.put(l.first().token(), l));
    inset(c, first);
  }

  private static void inset(ParserRuleContext c, Map<Token, Line> lines) {
    for (ParseTree child : c.children) {
      if (c instanceof NnetParser.PipelineContext
          && child instanceof TerminalNode arrow
          && lines.containsKey(arrow.getSymbol())
          && lines.containsKey(c.start)) {
        lines.get(c.start).inset("-> ".length());
        break;
      }
    }
    for (ParseTree child : c.children) {
      if (child instanceof ParserRuleContext inner) {
        inset(inner, lines);
      }
    }
  }

  private static String print(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    Map<Token, Integer> behind = new HashMap<>();
    for (Line line : lines) {
      text.append(line.blankBefore() ? "\n" : "");
      Token after = line.indent().after();
      text.append(" ".repeat(line.indent().columns() + (after == null ? 0 : behind.get(after))));
      for (Word word : line.words()) {
        text.append(" ".repeat(word.spaces())).append(word.text());
        behind.put(word.token(), text.length() - text.lastIndexOf("\n") - 1);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
