package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/**
 * Where the parser goes on after an error: at the next token that is the first of its line and
 * starts a statement, or at the brace that closes what the error is in. Nothing is guessed: no
 * token is inserted or dropped within a statement.
 */
final class Recovery extends DefaultErrorStrategy {
  private static final Set<Integer> DECLARATIONS =
      Set.of(
          NnetLexer.PACKAGE,
          NnetLexer.IMPORT,
          NnetLexer.CONST,
          NnetLexer.NETWORK,
          NnetLexer.BLOCK,
          NnetLexer.CELL);

  private final Words words;

  /** Whether an error was reported and the place to go on is still to be found. */
  private boolean fresh;

  Recovery(Words words) {
    this.words = words;
  }

  /** The construct that an error is in, of which only one is reported. */
  static ParserRuleContext unit(Parser parser) {
    ParserRuleContext c = parser.getContext();
    while (c != null
        && !(c instanceof NnetParser.StatementContext)
        && !(c instanceof NnetParser.SettingContext)
        && !(c instanceof NnetParser.DeclarationContext)
        && !(c instanceof NnetParser.ImportDeclContext)
        && !list(c)) {
      c = c.getParent();
    }
    return c;
  }

  /** Whether a rule is a list of constructs that the parser can go on with. */
  private static boolean list(ParserRuleContext c) {
    return c instanceof NnetParser.BodyContext
        || c instanceof NnetParser.SettingsContext
        || c instanceof NnetParser.FileContext;
  }

  /** Called before each element of a list, and elsewhere, where there is nothing to do. */
  @Override
  public void sync(Parser parser) {
    ParserRuleContext c = parser.getContext();
    if (!list(c) || parser.getCurrentToken().getType() == Token.EOF) {
      return;
    }
    Token token = parser.getCurrentToken();
    boolean file = c instanceof NnetParser.FileContext;
    boolean fits =
        file
            ? DECLARATIONS.contains(token.getType())
            : words.canStart(token) || token.getText().equals("}");
    if (!fits) {
      reportError(parser, new InputMismatchException(parser));
      recover(parser, null);
    }
    endErrorCondition(parser);
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  @Override
  public void reportError(Parser parser, RecognitionException e) {
    if (!inErrorRecoveryMode(parser)) {
      fresh = true;
      super.reportError(parser, e);
    }
  }

  /** Moves to where parsing goes on; the rules in between then end one by one. */
  @Override
  public void recover(Parser parser, RecognitionException e) {
    if (!fresh) {
      return;
    }
    fresh = false;
    ParserRuleContext unit = unit(parser);
    Token offending = e == null ? parser.getCurrentToken() : e.getOffendingToken();
    int start = list(unit) ? offending.getTokenIndex() : unit.start.getTokenIndex();
    Token word = words.lineStartBefore(offending);
    int from = word == null ? offending.getTokenIndex() : word.getTokenIndex();
    boolean file = unit instanceof NnetParser.FileContext || outside(unit);
    parser.getInputStream().seek(next(from, start + 1, file));
  }

  private static boolean outside(ParserRuleContext unit) {
    return unit instanceof NnetParser.DeclarationContext
        || unit instanceof NnetParser.ImportDeclContext;
  }

  /** The place to go on, not before {@code least}; braces opened on the way are skipped. */
  private int next(int from, int least, boolean file) {
    int opened = 0;
    for (int i = from; ; i++) {
      Token t = words.at(i);
      if (t.getType() == Token.EOF) {
        return i;
      }
      if (t.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      if (file) {
        if (i >= least && DECLARATIONS.contains(t.getType()) && words.braces(i) == 0) {
          return i;
        }
        continue;
      }
      boolean closing = t.getText().equals("}");
      boolean fits = closing || words.startsLine(t) && words.startsStatement(t);
      if (opened == 0 && i >= least && fits) {
        return i;
      }
      opened += t.getText().equals("{") ? 1 : closing ? -1 : 0;
    }
  }
}
