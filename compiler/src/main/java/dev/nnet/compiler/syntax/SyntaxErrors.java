package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/** Turns the parser's complaints into words, one for each statement. */
final class SyntaxErrors extends BaseErrorListener {
  private final TreeReader reader;
  private final Diagnostics diagnostics;
  private int silentUntilLine;

  SyntaxErrors(TreeReader reader, Diagnostics diagnostics) {
    this.reader = reader;
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
    if (line <= silentUntilLine) {
      return;
    }
    silentUntilLine = line;
    Parser parser = (Parser) recognizer;
    CommonTokenStream tokens = (CommonTokenStream) parser.getInputStream();
    Token before = previous(tokens, token.getTokenIndex());
    if (token.getType() == Token.EOF) {
      add("NN004", before == null ? token : before, "the file ends where more is expected");
      return;
    }
    Token earlier = before == null ? null : previous(tokens, before.getTokenIndex());
    boolean assigns = List.of("=", ":").contains(token.getText());
    if (assigns && earlier != null && earlier.getLine() < before.getLine()) {
      // newlines do not end statements: the slip is at the end of the line before
      silentUntilLine = Integer.MAX_VALUE; // what follows was read as part of this statement
      add("NN004", earlier, "this statement is not finished: expected " + expected(parser));
    } else if (before != null && declaresType(tokens, before) && namesType(token)) {
      add(
          "NN003",
          token,
          "expected ':' before the type: `" + before.getText() + ": " + token.getText() + "..`");
    } else {
      add("NN004", token, "expected " + expected(parser) + ", but found '" + token.getText() + "'");
    }
  }

  private static boolean declaresType(CommonTokenStream tokens, Token name) {
    Token word = previous(tokens, name.getTokenIndex());
    return word != null
        && List.of(
                NnetLexer.INPUT,
                NnetLexer.TARGET,
                NnetLexer.OUTPUT,
                NnetLexer.STATE,
                NnetLexer.CONTEXT,
                NnetLexer.PARAM)
            .contains(word.getType());
  }

  private static boolean namesType(Token token) {
    return List.of("f32", "i32", "u8", "bool", "index").contains(token.getText());
  }

  private static Token previous(CommonTokenStream tokens, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
        return tokens.get(i);
      }
    }
    return null;
  }

  /** What the rule at hand is for, in a person's words. */
  private static String expected(Parser parser) {
    switch (parser.getRuleContext() == null ? -1 : parser.getRuleContext().getRuleIndex()) {
      case NnetParser.RULE_file:
      case NnetParser.RULE_declaration:
        return "a network, a block, a cell or a const";
      case NnetParser.RULE_body:
      case NnetParser.RULE_statement:
        return "a statement";
      case NnetParser.RULE_stage:
      case NnetParser.RULE_pipeline:
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
    diagnostics.add(Diagnostic.error(code, reader.span(at, at), message));
  }
}
