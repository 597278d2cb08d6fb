package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.HashSet;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/** Turns the parser's complaints into words, one for each statement. */
final class SyntaxErrors extends BaseErrorListener {
  private static final Set<String> TYPES = Set.of("f32", "i32", "u8", "bool", "index");

  private final TreeReader reader;
  private final Words words;
  private final Habits habits;
  private final Diagnostics diagnostics;
  private final Set<Token> told = new HashSet<>();

  SyntaxErrors(TreeReader reader, Words words, Diagnostics diagnostics) {
    this.reader = reader;
    this.words = words;
    this.habits = new Habits(words);
    this.diagnostics = diagnostics;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      Object offending,
      int line,
      int column,
      String text,
      RecognitionException e) {
    Token token = (Token) offending;
    Parser parser = (Parser) recognizer;
    ParserRuleContext unit = Recovery.unit(parser);
    boolean inside = !(unit instanceof NnetParser.BodyContext);
    if (inside && !told.add(unit.start)) {
      return;
    }
    Token before = words.before(token);
    if (token.getType() == Token.EOF) {
      add("NN004", before == null ? token : before, "the file ends where more is expected");
      return;
    }
    Token next = words.lineStartBefore(token);
    Token earlier = before == null ? null : words.before(before);
    Habits.Advice advice = habits.of(token, parser);
    if (advice != null) {
      add("NN001", advice.at(), advice.text());
    } else if (next != null) {
      unfinished(words.before(next), parser);
    } else if (before != null && earlier != null && missingColon(earlier, token)) {
      String type = reader.span(token, endOfType(token)).text();
      String fixed = earlier.getText() + " " + before.getText() + ": " + type;
      add("NN003", token, "expected ':' before the type: `" + fixed + "`");
    } else if (before != null && words.startsLine(token) && expects(before)) {
      unfinished(before, parser);
    } else {
      String expected = expected(parser, before);
      add("NN004", token, "expected " + expected + ", but found '" + token.getText() + "'");
    }
  }

  /** Newlines do not end statements: the slip is at the end of the line before. */
  private void unfinished(Token last, Parser parser) {
    add("NN004", last, "this statement is not finished: expected " + expected(parser, last));
  }

  private static boolean missingColon(Token word, Token type) {
    return TYPES.contains(type.getText())
        && Set.of(
                NnetLexer.INPUT,
                NnetLexer.TARGET,
                NnetLexer.OUTPUT,
                NnetLexer.STATE,
                NnetLexer.CONTEXT,
                NnetLexer.PARAM)
            .contains(word.getType());
  }

  /** The last token of a type in one line: its closing bracket, if it has one. */
  private Token endOfType(Token element) {
    Token end = element;
    for (Token t = words.after(end); t.getLine() == element.getLine(); t = words.after(t)) {
      boolean ends = t.getText().equals("]") || t.getType() == Token.EOF;
      if (ends || t == words.after(t)) {
        return ends && t.getType() != Token.EOF ? t : end;
      }
    }
    return end;
  }

  /** Whether more must come after a token. */
  private static boolean expects(Token token) {
    return after(token) != null;
  }

  /** What must come after a token, whatever rule it is in; null if nothing must. */
  private static String after(Token token) {
    switch (token.getText()) {
      case "->":
        return "a layer";
      case "|":
        return "a layer after '|'";
      case "=", "+", "-", "*", "/", "%", "^", "@", "&&", "||", "<", ">", "<=", ">=", "==", "!=":
        return "an expression after '" + token.getText() + "'";
      case ":":
        return "a type or a layer after ':'";
      case ".":
        return "a name after '.'";
      default:
        return null;
    }
  }

  /** What the rule at hand is for, in a person's words. */
  private static String expected(Parser parser, Token before) {
    String after = before == null ? null : after(before);
    if (after != null) {
      return after;
    }
    switch (parser.getRuleContext() == null ? -1 : parser.getRuleContext().getRuleIndex()) {
      case NnetParser.RULE_file:
      case NnetParser.RULE_declaration:
        return "a network, a block, a cell or a const";
      case NnetParser.RULE_body:
      case NnetParser.RULE_statement:
        return "a statement";
      case NnetParser.RULE_stage:
      case NnetParser.RULE_pipeline:
      case NnetParser.RULE_branches:
      case NnetParser.RULE_branch:
        return "a layer";
      case NnetParser.RULE_type:
      case NnetParser.RULE_typeDim:
      case NnetParser.RULE_dimExpr:
        return "a type such as f32[B, 10]";
      case NnetParser.RULE_args:
      case NnetParser.RULE_arg:
        return "an argument or ')'";
      case NnetParser.RULE_params:
      case NnetParser.RULE_param:
        return "a parameter or ')'";
      case NnetParser.RULE_settings:
      case NnetParser.RULE_setting:
        return "a setting such as `batch = 64`";
      case NnetParser.RULE_name:
        return "a name";
      default:
        return "an expression";
    }
  }

  private void add(String code, Token at, String message) {
    Span span = reader.span(at, at);
    diagnostics.add(Diagnostic.error(code, span, message));
  }
}
