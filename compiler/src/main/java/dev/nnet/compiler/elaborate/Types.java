package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * Written types: read where every size is known, or matched against a value, which binds symbols.
 */
final class Types {
  private static final long LARGEST = Integer.MAX_VALUE;

  private final Expressions expressions;

  Types(Expressions expressions) {
    this.expressions = expressions;
  }

  /** The type of a declaration: every name in it has a value. */
  Type read(Ast.Type type, Frame frame) {
    List<Dim> dims = new ArrayList<>();
    for (Expression d : type.dims()) {
      dims.add(dim(d, frame));
    }
    long bound = type.bound() == null ? 0 : expressions.whole(type.bound(), frame, "a bound");
    for (int i = 1; i < dims.size(); i++) {
      if (!dims.get(i).known()) {
        throw Problem.of("NN118", type.dims().get(i).span(), "B is the batch, always first");
      }
      if (dims.get(i).open() && i != 1) {
        throw Problem.notYet(
            type.dims().get(i).span(),
            "a size that is known when the network runs is the one after the batch so far:"
                + " f32[B, T, ..], or has a bound");
      }
    }
    Element element = element(type, false);
    if (type.bound() != null && (element != Element.INDEX || bound < 1 || bound > LARGEST)) {
      throw Problem.of(
          "NN118",
          type.bound().span(),
          element == Element.INDEX
              ? "the bound of an index is 1 to " + LARGEST + ", but this is " + bound
              : "only an index has a bound, " + element.text() + " has none");
    }
    return limited(new Type(element, bound, new Shape(dims)), frame.blame(type.span()));
  }

  /** The type, unless it has more values than an array can hold. */
  static Type limited(Type type, Span at) {
    double values = 1;
    int open = 0;
    for (Dim d : type.shape().dims()) {
      values *= d.known() && !d.open() ? d.size() : 1;
      open += d.open() ? 1 : 0;
    }
    if (open > 1 || open > 0 && !type.shape().batched()) {
      throw Problem.notYet(at, type + " needs a bound so far, for example `sequence T <= 512`");
    }
    if (values > LARGEST) {
      throw Problem.of("NN217", at, type + " is too large: at most " + LARGEST + " values");
    }
    return type;
  }

  private static Element element(Ast.Type type, boolean pattern) {
    for (Element e : Element.values()) {
      if (e.text().equals(type.element().text())) {
        if (e == Element.INDEX && type.bound() == null && !pattern) {
          throw Problem.of("NN118", type.span(), "an index has a bound: index<10>");
        }
        return e;
      }
    }
    String other =
        Suggestions.foreign(type.element().text(), List.of("f32", "i32", "bool"))
            .map(n -> "; it is called '" + n + "' here")
            .orElse("; it is f32, index<n>, bool or i32");
    throw Problem.of(
        "NN118", type.element().span(), "'" + type.element() + "' is no element type" + other);
  }

  private Dim dim(Expression d, Frame frame) {
    if (isBatch(d)) {
      return Dim.BATCH;
    }
    if (d instanceof Expression.Any || d instanceof Expression.Rest) {
      throw Problem.notYet(
          d.span(), "sizes that are known when the network runs are not built yet");
    }
    boolean named = d instanceof Expression.Call c && c.arguments() == null;
    if (named && frame.scope().get(d.span().text()) instanceof Dim dim) {
      return dim;
    }
    long size = expressions.whole(d, frame, named ? "'" + d.span().text() + "'" : "a size");
    if (size < 1) {
      throw Problem.of("NN118", d.span(), "a size is at least 1, but this is " + size);
    }
    return Dim.of(size);
  }

  private static boolean isBatch(Expression d) {
    return d instanceof Expression.Call c && c.arguments() == null && c.name().text().equals("B");
  }

  /**
   * Matches a value's type; names without a value are bound to the sizes they stand at.
   *
   * @param what how messages call the value
   * @throws Problem if it does not fit
   */
  void match(Ast.Type pattern, Type type, Frame frame, Span at, String what) {
    Element wanted = element(pattern, true);
    if (wanted != type.element()) {
      throw wanted == Element.INDEX
          ? Problem.of("NN303", at, what + " is " + type + ", but an index is wanted here")
          : Problem.of(
              "NN301",
              at,
              what + " is " + type + ", not numbers",
              "`embedding(dim)`, `one_hot`, or `to_float`");
    }
    if (pattern.bound() != null) {
      bind(pattern.bound(), Dim.of(type.bound()), frame, pattern, type, at, what);
    }
    List<Expression> written = pattern.dims();
    int rest = -1;
    for (int i = 0; i < written.size(); i++) {
      rest = written.get(i) instanceof Expression.Rest ? i : rest;
    }
    int rank = type.shape().rank();
    if (rest < 0 ? written.size() != rank : written.size() - 1 > rank) {
      throw mismatch(pattern, type, at, what);
    }
    int skip = rank - written.size();
    for (int i = 0; i < written.size(); i++) {
      if (i != rest) {
        int place = rest >= 0 && i > rest ? i + skip : i;
        bind(written.get(i), type.shape().dim(place), frame, pattern, type, at, what);
      }
    }
  }

  private static Problem mismatch(Ast.Type pattern, Type type, Span at, String what) {
    return Problem.of(
        "NN205", at, what + " is " + type + ", but " + pattern.span().text() + " is wanted");
  }

  private void bind(
      Expression written, Dim dim, Frame frame, Ast.Type pattern, Type type, Span at, String what) {
    if (written instanceof Expression.Any) {
      return;
    }
    if (isBatch(written)) {
      if (!dim.equals(Dim.BATCH)) {
        throw mismatch(pattern, type, at, what);
      }
      return;
    }
    boolean name = written instanceof Expression.Call c && c.arguments() == null;
    if (name && frame.scope().get(((Expression.Call) written).name().text()) == null) {
      Object value = dim.known() && !dim.ragged() ? (Object) dim.size() : dim;
      frame.scope().put(((Expression.Call) written).name().text(), value, written.span());
      return;
    }
    if (name && frame.scope().get(((Expression.Call) written).name().text()) instanceof Dim d) {
      if (!d.equals(dim)) {
        throw mismatch(pattern, type, at, what);
      }
      return;
    }
    if (!dim.known() || dim.ragged() || expressions.whole(written, frame, "a size") != dim.size()) {
      throw mismatch(pattern, type, at, what);
    }
  }
}
