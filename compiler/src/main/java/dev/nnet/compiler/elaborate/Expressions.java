package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.runtime.random.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Evaluates expressions: to numbers where they are known, to values of the graph elsewhere. */
final class Expressions {
  private static final Map<String, String> OPERATORS =
      Map.of(
          "+", "add", "-", "subtract", "*", "multiply", "/", "divide", "<", "less", "@", "matmul");

  /** Names that stand for themselves. */
  static final Set<String> WORDS = words();

  private final GraphBuilder g;
  private final Calls calls;

  Expressions(GraphBuilder g, Calls calls) {
    this.g = g;
    this.calls = calls;
  }

  private static Set<String> words() {
    Set<String> words = new TreeSet<>(Initializer.Rule.BY_NAME.keySet());
    words.addAll(
        List.of(
            "same",
            "same_upper",
            "valid",
            "causal",
            "auto",
            "all",
            "all_but_channels",
            "all_but_last",
            "before",
            "after",
            "none"));
    return words;
  }

  /** The value of an expression; never null. */
  Object evaluate(Expression e, Frame frame) {
    if (e instanceof Expression.Whole w) {
      return w.value();
    }
    if (e instanceof Expression.Real r) {
      return r.value();
    }
    if (e instanceof Expression.Text t) {
      return t.value();
    }
    if (e instanceof Expression.Truth t) {
      return t.value();
    }
    if (e instanceof Expression.Call c) {
      return c.arguments() == null ? name(c.name(), frame) : calls.call(c, frame);
    }
    if (e instanceof Expression.Arrow a) {
      return calls.pipe(evaluate(a.head(), frame), a.head().span(), a.stages(), frame);
    }
    if (e instanceof Expression.If i) {
      return evaluate(truth(i.condition(), frame) ? i.whenTrue() : i.whenFalse(), frame);
    }
    if (e instanceof Expression.Sequence s) {
      List<Object> elements = new ArrayList<>();
      s.elements().forEach(x -> elements.add(evaluate(x, frame)));
      return List.copyOf(elements);
    }
    if (e instanceof Expression.Unary u) {
      return unary(u, frame);
    }
    if (e instanceof Expression.Binary b) {
      return binary(b, frame);
    }
    if (e instanceof Expression.Member m) {
      return calls.member(m, frame);
    }
    return new Slices(this, calls).slice((Expression.Slice) e, frame);
  }

  /** The value of a compile-time argument: an axis may be a dimension's name. */
  Object argument(Expression e, Frame frame) {
    boolean name = e instanceof Expression.Call c && c.arguments() == null;
    Object value = name ? frame.scope().get(((Expression.Call) e).name().text()) : null;
    return value instanceof Dim dim && dim.known() ? dim : evaluate(e, frame);
  }

  private Object name(Ast.Name name, Frame frame) {
    Object value = frame.scope().get(name.text());
    if (value == Scope.POISON) {
      throw Problem.reported();
    }
    if (value instanceof Dim || value == null && name.text().equals("B")) {
      throw Problem.of(
          "NN111",
          frame.blame(name.span()),
          name
              + " is only known when the network runs; give the input a fixed size, or compute with"
              + " tensors");
    }
    if (value != null) {
      return value;
    }
    if (WORDS.contains(name.text())) {
      return name.text();
    }
    Stages stages = calls.asStages(name, frame);
    if (stages != null) {
      return stages;
    }
    Span later = frame.scope().later(name.text()).orElse(null);
    if (later != null) {
      throw Callables.early(name, later, frame.blame(name.span()));
    }
    String near =
        Suggestions.truth(name.text())
            .or(() -> near(name, frame))
            .map(n -> "; did you mean " + n + "?")
            .orElse("");
    throw Problem.of("NN105", frame.blame(name.span()), "unknown name '" + name + "'" + near);
  }

  private static Optional<String> near(Ast.Name name, Frame frame) {
    return Suggestions.near(name.text(), frame.scope().names())
        .map(n -> described(frame.scope().entry(n)))
        .or(() -> Suggestions.near(name.text(), WORDS).map(w -> "'" + w + "'"));
  }

  private static String described(Scope.Entry e) {
    boolean plain = e.role().equals("tensor");
    return (plain ? "'" : "the " + e.role() + " '") + e.name() + "' (" + e.span().place() + ")";
  }

  private Object unary(Expression.Unary u, Frame frame) {
    Object x = Results.one(evaluate(u.operand(), frame));
    if (u.operator().equals("!") && x instanceof Boolean truth) {
      return !truth;
    }
    if (u.operator().equals("-") && x instanceof Long whole) {
      return -whole;
    }
    if (u.operator().equals("-") && x instanceof Double real) {
      return -real;
    }
    if (u.operator().equals("-") && x instanceof Value value) {
      return calls.apply(Ops.NEGATE, Attributes.NONE, List.of(value), frame, u.span());
    }
    throw Problem.of("NN117", u.span(), "'" + u.operator() + "' does not work on this");
  }

  private Object binary(Expression.Binary b, Frame frame) {
    Object left = Results.one(evaluate(b.left(), frame));
    if (left instanceof Value && b.operator().equals("^")) {
      return power(left, b, frame);
    }
    Object right = Results.one(evaluate(b.right(), frame));
    if (!(left instanceof Value) && !(right instanceof Value)) {
      return Constants.binary(b.operator(), left, right, b.span());
    }
    boolean swapped = b.operator().equals(">");
    String op = swapped ? "less" : OPERATORS.get(b.operator());
    if (op == null) {
      throw Problem.of(
          "NN117", b.operatorSpan(), "'" + b.operator() + "' does not work on tensors");
    }
    Value x = number(left, b.left(), frame);
    Value y = number(right, b.right(), frame);
    List<Value> operands = swapped ? List.of(y, x) : List.of(x, y);
    return calls.apply(Ops.byName(op).orElseThrow(), Attributes.NONE, operands, frame, b.span());
  }

  /** {@code x ^ 2} is {@code x -> pow(2)}. */
  private Object power(Object x, Expression.Binary b, Frame frame) {
    Ast.Argument exponent = new Ast.Argument(b.right().span(), null, b.right());
    Ast.Name pow = new Ast.Name(b.operatorSpan(), "pow");
    Expression.CallStage call =
        new Expression.CallStage(b.span(), null, pow, List.of(exponent), null, List.of());
    return calls.pipe(x, b.left().span(), List.of(call), frame);
  }

  /** A tensor of numbers; a compile-time number becomes one. */
  Value number(Object value, Expression e, Frame frame) {
    Span at = frame.blame(e.span());
    if (Constants.isNumber(value)) {
      return g.at(new Origin(at, frame.paths().prefix())).constant(Constants.number(value));
    }
    if (!(value instanceof Value tensor)) {
      throw Problem.of("NN119", at, "a tensor is wanted here");
    }
    if (tensor.type().element() != Element.F32) {
      throw Problem.of(
          "NN301",
          at,
          "'" + e.span().text() + "' holds indices, not numbers",
          "`embedding(dim)`, `one_hot`, or `to_float`");
    }
    return tensor;
  }

  /** A condition of {@code if}. */
  boolean truth(Expression e, Frame frame) {
    Span at = frame.blame(e.span());
    Object value;
    try {
      value = evaluate(e, frame);
    } catch (Problem p) {
      boolean unknown = p.diagnostic() != null && p.diagnostic().code().equals("NN111");
      String name = unknown ? p.diagnostic().message().replaceFirst(";.*", "") : "";
      throw unknown ? Problem.of("NN116", at, name + "; `if` is decided by the compiler") : p;
    }
    if (value instanceof Boolean b) {
      return b;
    }
    if (value instanceof Value v) {
      throw Problem.of(
          "NN116",
          at,
          "`if` is decided by the compiler, but this is a tensor " + v.type(),
          "where(condition, a, b) chooses element by element");
    }
    throw Problem.of("NN116", at, "`if` is decided by the compiler: it needs true or false");
  }

  long whole(Expression e, Frame frame, String what) {
    Object value = evaluate(e, frame);
    return whole(value, frame.blame(e.span()), what);
  }

  static long whole(Object value, Span at, String what) {
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 0x1p63) {
      return real.longValue();
    }
    String hint = value instanceof Double ? "use make_divisible(.., 8) or floor(..)" : null;
    throw Problem.of(
        "NN117", at, what + " is " + Constants.text(value) + ", not a whole number", hint);
  }
}
