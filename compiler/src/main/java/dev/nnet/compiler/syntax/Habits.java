package dev.nnet.compiler.syntax;

import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.Token;

/**
 * What people bring along from other languages, and what to write instead: {@code x.relu()}, {@code
 * nn.Linear(4)}, {@code Dense(3)(x)}, {@code let y = x}.
 */
final class Habits {
  /** Words that mean something elsewhere. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("and", "write '&&'"),
          Map.entry("or", "write '||'"),
          Map.entry("not", "write '!'"),
          Map.entry("def", "a function of layers is a 'block'"),
          Map.entry("class", "write 'network'"),
          Map.entry("from", "write `import name from \"file.nnet\"`"),
          Map.entry("lambda", "a function of layers is a 'block'"),
          Map.entry("for", "write 'repeat(n) { .. }'"),
          Map.entry("while", "write 'repeat(n) { .. }'"),
          Map.entry("elif", "write 'else { if .. }'"),
          Map.entry("let", "a name needs no word before it: y = .."),
          Map.entry("var", "a name needs no word before it: y = .."),
          Map.entry("val", "a name needs no word before it: y = .."),
          Map.entry("pass", "what is empty says nothing"));

  /** Modules of other libraries, of which there are none here. */
  private static final Set<String> MODULES =
      Set.of("nn", "F", "torch", "tf", "keras", "layers", "K", "np", "jnp", "self");

  private final Words words;

  Habits(Words words) {
    this.words = words;
  }

  /** What to say at a word. */
  record Advice(Token at, String text) {}

  /** Advice where the parser fails at {@code token}; null where nothing is known. */
  Advice of(Token token, Parser parser) {
    Token before = words.before(token);
    Token earlier = before == null ? null : words.before(before);
    if (earlier != null && words.startsLine(token) && WORDS.containsKey(earlier.getText())) {
      // `not x` is a name and the next line's first word
      return word(earlier);
    }
    if (WORDS.containsKey(token.getText())) {
      return word(token);
    }
    // `def f(x):` fails at the second word
    if (before == null || WORDS.containsKey(before.getText())) {
      return before == null ? null : word(before);
    }
    boolean name = Words.isName(before);
    switch (token.getText()) {
      case ".":
        return name ? prefix(before, words.after(token)) : null;
      case "(":
        return name ? call(before, earlier) : applied(before);
      case ":":
        boolean argument = parser.getRuleContext().getRuleIndex() == NnetParser.RULE_args;
        String value = words.after(token).getText();
        return name && argument
            ? new Advice(token, "an argument is given with '=': " + before.getText() + "=" + value)
            : null;
      case "if":
        return words.startsLine(token)
            ? null
            : new Advice(token, "`if` stands in front: if condition { a } else { b }");
      case "|":
        return new Advice(token, "branches stand in braces: concat(axis=1) { a | b }");
      default:
        boolean number = token.getType() == NnetLexer.INT || token.getType() == NnetLexer.FLOAT;
        String call = before.getText() + "(" + token.getText() + ")";
        return number && name && !words.startsLine(token)
            ? new Advice(before, "arguments stand in parentheses: " + call)
            : null;
    }
  }

  private static Advice word(Token word) {
    return new Advice(word, WORDS.get(word.getText()));
  }

  private static Advice prefix(Token prefix, Token name) {
    return new Advice(prefix, "names have no prefix here: write `" + name.getText() + "`");
  }

  /** {@code F.relu(x)}, {@code x.relu()}, or a call that is a statement. */
  private Advice call(Token name, Token before) {
    if (before != null && before.getText().equals(".")) {
      Token of = words.before(before);
      return MODULES.contains(of.getText())
          ? prefix(of, name)
          : new Advice(
              before,
              "a layer is no method: write `" + of.getText() + " -> " + name.getText() + "`");
    }
    return words.startsLine(name)
        ? new Advice(name, "a result has a name: y = " + name.getText() + "(..)")
        : null;
  }

  /** {@code Dense(3)(x)}. */
  private static Advice applied(Token before) {
    return before.getText().equals(")")
        ? new Advice(before, "a layer is applied by an arrow: x -> dense(3)")
        : null;
  }
}
