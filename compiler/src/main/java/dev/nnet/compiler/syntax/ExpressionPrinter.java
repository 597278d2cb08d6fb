package dev.nnet.compiler.syntax;

import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression.Pipeline;
import dev.nnet.compiler.syntax.Expression.Stage;
import dev.nnet.compiler.syntax.Expression.Subscript;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Expressions as text, with the parentheses they need and no others. */
final class ExpressionPrinter {
  /** How tight operators bind, as in the grammar. */
  private static final Map<String, Integer> TIGHTNESS =
      Map.ofEntries(
          Map.entry("||", 1),
          Map.entry("&&", 2),
          Map.entry("<", 3),
          Map.entry("<=", 3),
          Map.entry(">", 3),
          Map.entry(">=", 3),
          Map.entry("==", 3),
          Map.entry("!=", 3),
          Map.entry("+", 4),
          Map.entry("-", 4),
          Map.entry("*", 5),
          Map.entry("/", 5),
          Map.entry("%", 5),
          Map.entry("@", 6));

  private static final int ARROW = 0;
  private static final int PREFIX = 7;
  private static final int POWER = 8;
  private static final int POSTFIX = 9;

  String print(Expression e) {
    return print(e, ARROW);
  }

  /** In parentheses if it binds less than what is around it. */
  private String print(Expression e, int around) {
    String text = bare(e);
    return tightness(e) < around ? "(" + text + ")" : text;
  }

  private static int tightness(Expression e) {
    if (e instanceof Expression.Arrow) {
      return ARROW;
    }
    if (e instanceof Expression.Binary b) {
      return b.operator().equals("^") ? POWER : TIGHTNESS.get(b.operator());
    }
    return e instanceof Expression.Unary ? PREFIX : POSTFIX;
  }

  private String bare(Expression e) {
    if (e instanceof Expression.Arrow a) {
      // the head is no arrow itself, or it is one in parentheses
      return print(a.head(), ARROW + 1)
          + a.stages().stream().map(s -> " -> " + stage(s)).collect(Collectors.joining());
    }
    if (e instanceof Pipeline p) {
      return p.stages().stream().map(this::stage).collect(Collectors.joining(" -> "));
    }
    if (e instanceof Expression.Whole w) {
      return Long.toString(w.value());
    }
    if (e instanceof Expression.Real r) {
      return real(r.value());
    }
    if (e instanceof Expression.Text t) {
      return '"' + t.value() + '"';
    }
    if (e instanceof Expression.Truth t) {
      return Boolean.toString(t.value());
    }
    if (e instanceof Expression.Call c) {
      return c.name() + arguments(c.arguments());
    }
    if (e instanceof Expression.Any) {
      return "_";
    }
    return e instanceof Expression.Rest ? "..." : compound(e);
  }

  private String compound(Expression e) {
    if (e instanceof Expression.Member m) {
      return print(m.of(), POSTFIX) + "." + m.name();
    }
    if (e instanceof Expression.Slice s) {
      return print(s.of(), POSTFIX)
          + s.subscripts().stream()
              .map(this::subscript)
              .collect(Collectors.joining(", ", "[", "]"));
    }
    if (e instanceof Expression.Unary u) {
      return u.operator() + print(u.operand(), PREFIX);
    }
    if (e instanceof Expression.Binary b) {
      int own = tightness(b);
      boolean right = own == POWER; // 2 ^ 3 ^ 4 is 2 ^ (3 ^ 4)
      return print(b.left(), right ? own + 1 : own)
          + " "
          + b.operator()
          + " "
          + print(b.right(), right ? own : own + 1);
    }
    if (e instanceof Expression.If i) {
      return "if "
          + print(i.condition(), ARROW + 1)
          + " { "
          + print(i.whenTrue())
          + " } else { "
          + print(i.whenFalse())
          + " }";
    }
    Expression.Sequence s = (Expression.Sequence) e;
    String elements = s.elements().stream().map(this::print).collect(Collectors.joining(", "));
    return s.list() ? "[" + elements + "]" : "(" + elements + ")";
  }

  /** With a point or an exponent, and no sign in front: it is a literal again. */
  private static String real(double value) {
    String text = Double.toString(value);
    return text.equals("Infinity") ? "1e999" : text;
  }

  private String subscript(Subscript s) {
    String name = s.name() == null ? "" : s.name() + " = ";
    if (s.index() != null) {
      return name + print(s.index(), ARROW + 1);
    }
    String from = s.from() == null ? "" : print(s.from(), ARROW + 1);
    return name + from + ":" + (s.to() == null ? "" : print(s.to(), ARROW + 1));
  }

  /** In parentheses; nothing if there are none, not even empty ones. */
  String arguments(List<Argument> arguments) {
    return arguments == null
        ? ""
        : arguments.stream()
            .map(a -> (a.name() == null ? "" : a.name() + "=") + print(a.value()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  String stage(Stage stage) {
    if (stage instanceof Expression.IfStage i) {
      String otherwise = i.whenFalse() == null ? "" : " else { " + bare(i.whenFalse()) + " }";
      return "if "
          + print(i.condition(), ARROW + 1)
          + " { "
          + bare(i.whenTrue())
          + " }"
          + otherwise;
    }
    Expression.CallStage s = (Expression.CallStage) stage;
    String label = s.label() == null ? "" : s.label() + ": ";
    String as = s.as() == null ? "" : " as " + s.as();
    String branches =
        s.branches().isEmpty()
            ? ""
            : s.branches().stream().map(this::bare).collect(Collectors.joining(" | ", " { ", " }"));
    return label + s.name() + arguments(s.arguments()) + as + branches;
  }
}
