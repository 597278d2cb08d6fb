package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * For every word of a file where its line begins if it is the first one.
 *
 * <pre>
 * y = x                          // a construct
 *     -&gt; repeat(2) {             // what continues it: four more
 *         relu                   // what is in braces: four more than the closing one
 *     }
 *     -&gt; f(a,
 *          b)                    // what is in brackets: behind the opening one
 * </pre>
 */
final class Indentation {
  static final int STEP = 4;

  /**
   * @param after the bracket behind which to count; null for the margin
   */
  record Indent(Token after, int columns) {
    Indent more(int more) {
      return new Indent(after, columns + more);
    }
  }

  private final Map<Token, Indent> indents = new HashMap<>();

  /** The declarations, statements and settings by their first words. */
  private final Map<Token, ParserRuleContext> constructs = new HashMap<>();

  Indentation(NnetParser.FileContext file) {
    Indent margin = new Indent(null, 0);
    children(file, margin, margin);
  }

  Indent of(Token word) {
    return indents.get(word);
  }

  /** The construct that begins with a word, or null. */
  ParserRuleContext construct(Token word) {
    return constructs.get(word);
  }

  /**
   * @param base where closing braces of the node stand
   * @param more where its continued lines begin
   */
  private void walk(ParseTree tree, Indent base, Indent more) {
    if (tree instanceof TerminalNode t) {
      indents.put(t.getSymbol(), more);
      return;
    }
    ParserRuleContext c = (ParserRuleContext) tree;
    if (isConstruct(c)) {
      construct(c, more);
    } else if (hasBraces(c)) {
      braces(c, base, more);
    } else if (c instanceof NnetParser.ExprContext e) {
      walk(e.arith(), base, more);
      e.children.stream().skip(1).forEach(child -> walk(child, more, more));
    } else if (bracket(c) != null) {
      brackets(c, base, more);
    } else {
      children(c, base, more);
    }
  }

  private void children(ParserRuleContext c, Indent base, Indent more) {
    c.children.forEach(child -> walk(child, base, more));
  }

  static boolean isConstruct(ParserRuleContext c) {
    return c instanceof NnetParser.DeclarationContext
        || c instanceof NnetParser.StatementContext
        || c instanceof NnetParser.SettingContext
        || c instanceof NnetParser.ImportDeclContext
        || c instanceof NnetParser.PackageDeclContext;
  }

  private void construct(ParserRuleContext c, Indent at) {
    Indent more = at.more(STEP);
    for (ParseTree child : c.children) {
      boolean inside =
          child instanceof NnetParser.PipelineContext || child instanceof NnetParser.StageContext;
      walk(child, inside ? more : at, more);
    }
    indents.put(c.start, at);
    constructs.put(c.start, c);
  }

  /** Whether a node is made of braces and what is between them. */
  static boolean hasBraces(ParserRuleContext c) {
    return c instanceof NnetParser.BodyContext
        || c instanceof NnetParser.SettingsContext
        || c instanceof NnetParser.BranchesContext
        || c instanceof NnetParser.BranchContext
        || c instanceof NnetParser.PrimaryContext p && p.IF() != null;
  }

  private void braces(ParserRuleContext c, Indent base, Indent more) {
    Indent inner = base.more(STEP);
    boolean several = c instanceof NnetParser.BranchesContext b && b.pipeline().size() > 1;
    for (ParseTree child : c.children) {
      if (child instanceof TerminalNode t) {
        String text = t.getText();
        indents.put(t.getSymbol(), text.equals("}") ? base : text.equals("|") ? inner : more);
      } else if (child instanceof NnetParser.ArithContext) {
        walk(child, base, more);
      } else if (child instanceof NnetParser.ExprContext e) {
        walk(e, inner, inner.more(STEP));
        indents.put(e.start, inner);
      } else {
        Indent at = inner.more(several ? "| ".length() : 0);
        walk(child, at, at);
      }
    }
  }

  private static Token bracket(ParserRuleContext c) {
    for (ParseTree child : c.children) {
      if (child instanceof TerminalNode t && (t.getText().equals("(") || t.getText().equals("["))) {
        return t.getSymbol();
      }
    }
    return null;
  }

  private void brackets(ParserRuleContext c, Indent base, Indent more) {
    Token opening = bracket(c);
    Indent behind = new Indent(opening, 0);
    boolean inside = false;
    for (ParseTree child : c.children) {
      walk(child, inside ? behind : base, inside ? behind : more);
      inside |= child instanceof TerminalNode t && t.getSymbol() == opening;
    }
  }

  /** Whether a word is one that leads its line where an expression goes on in a new one. */
  static boolean leads(Token word, ParserRuleContext parent) {
    return word.getType() == NnetLexer.ARROW
        || parent instanceof NnetParser.BranchesContext && word.getText().equals("|")
        || isOperator(word, parent);
  }

  private static boolean isOperator(Token word, ParserRuleContext parent) {
    return parent instanceof NnetParser.ArithContext
        && !(parent instanceof NnetParser.MemberContext)
        && parent.getChildCount() == 3
        && parent.getChild(1) instanceof TerminalNode t
        && t.getSymbol() == word;
  }
}
