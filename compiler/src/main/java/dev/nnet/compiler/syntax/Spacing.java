package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetParser;
import org.antlr.v4.runtime.ParserRuleContext;

/** The spaces between two words of a line, before columns are aligned. */
final class Spacing {
  private Spacing() {}

  static int between(Word before, Word word) {
    if (before.isComment() || word.isComment()) {
      return before.is("(", "[") || word.is(")", "]", ",") ? 0 : 1;
    }
    if (beginsConstruct(word)) {
      return before.is("{") ? 1 : 2;
    }
    boolean tight =
        before.is("(", "[")
            || word.is(")", "]", ",")
            || before.is("{") && word.is("}")
            || before.is(".")
            || word.is(".")
            || opens(word)
            || angle(before, word)
            || colon(before, word)
            || (before.is("=") && argument(before) || word.is("=") && argument(word))
            || prefix(before);
    return tight ? 0 : 1;
  }

  private static boolean beginsConstruct(Word word) {
    ParserRuleContext c = word.parent();
    while (c != null && c.start == word.token() && !Indentation.isConstruct(c)) {
      c = c.getParent();
    }
    return c != null && c.start == word.token();
  }

  /** A bracket that belongs to the word before it: of arguments, dimensions, subscripts. */
  private static boolean opens(Word word) {
    ParserRuleContext parent = word.parent();
    if (word.is("(")) {
      return !(parent instanceof NnetParser.PrimaryContext)
          && !(parent instanceof NnetParser.DimExprContext && parent.start == word.token());
    }
    return word.is("[") && !(parent instanceof NnetParser.PrimaryContext);
  }

  /** {@code index<10>}. */
  private static boolean angle(Word before, Word word) {
    return word.parent() instanceof NnetParser.TypeContext && word.is("<", ">")
        || before.parent() instanceof NnetParser.TypeContext && before.is("<");
  }

  /** {@code name: type}, but {@code x[1:2]} and {@code x[T = :2]}. */
  private static boolean colon(Word before, Word word) {
    if (word.is(":")) {
      return !before.is("=");
    }
    return before.is(":") && before.parent() instanceof NnetParser.SubscriptContext;
  }

  private static boolean argument(Word equals) {
    return equals.parent() instanceof NnetParser.ArgContext;
  }

  private static boolean prefix(Word word) {
    return word.parent() instanceof NnetParser.PrefixContext;
  }
}
