package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arguments to parameters. */
final class Binding {
  /** What other frameworks want to be told and we know. */
  private static final Set<String> INFERRED =
      Set.of(
          "in_channels",
          "in_features",
          "input_shape",
          "input_dim",
          "input_size",
          "num_embeddings",
          "num_features");

  /** Words for several axes. */
  private static final Set<String> ALL = Set.of("all", "all_but_channels", "all_but_last");

  private Binding() {}

  /**
   * By position and by name; {@code skip} leading parameters are given otherwise.
   *
   * @throws Problem if one is unknown, given twice or too many
   */
  static Map<String, Argument> bind(
      String callee, List<String> names, List<Argument> arguments, int skip, Span span) {
    Map<String, Argument> bound = new HashMap<>();
    int next = skip;
    for (Argument a : arguments) {
      if (a.value() instanceof Expression.Binary b
          && b.operator().equals("==")
          && b.left() instanceof Expression.Call c
          && names.contains(c.name().text())) {
        String fixed = c.name() + "=" + b.right().span().text();
        throw Problem.of("NN001", b.operatorSpan(), "an argument is given with '=': " + fixed);
      }
      if (a.name() == null && next >= names.size()) {
        throw Problem.of(
            "NN122", a.span(), callee + " takes at most " + (names.size() - skip) + " arguments");
      }
      String name = a.name() == null ? names.get(next++) : a.name().text();
      if (!names.contains(name)) {
        throw unknown(callee, a, names);
      }
      Argument earlier = bound.put(name, a);
      if (earlier != null) {
        throw Problem.of(
            "NN104",
            a.span(),
            "'" + name + "' is given twice: " + value(earlier) + " and " + value(a));
      }
    }
    return bound;
  }

  private static String value(Argument a) {
    return a.value().span().text() + " at " + a.span().place();
  }

  private static Problem unknown(String callee, Argument a, List<String> names) {
    String name = a.name().text();
    if (callee.equals("batch_norm") && name.equals("momentum")) {
      return Problem.of(
          "NN110",
          a.span(),
          "batch_norm has no 'momentum', frameworks disagree on its meaning; write decay=0.9 (the part of the"
              + " old average that is kept; PyTorch's momentum=0.1, TensorFlow's 0.9)");
    }
    String other = Suggestions.ending(name, names);
    if (INFERRED.contains(name)) {
      other = "; sizes of inputs are never written";
    } else if (name.equals("activation")) {
      other = "; write it behind: " + callee + "(..) -> " + a.value().span().text();
    }
    return Problem.of("NN101", a.name().span(), callee + " has no argument '" + name + "'" + other);
  }

  /** A compile-time value as an op's attribute. */
  static Object convert(Signature.Parameter p, Object value, Shape shape, Span at) {
    String what = "'" + p.name() + "'";
    switch (p.kind()) {
      case INT:
        return size(value, at, what);
      case FLOAT:
        if (Constants.isNumber(value)) {
          return Constants.number(value);
        }
        break;
      case BOOL:
        if (value instanceof Boolean) {
          return value;
        }
        break;
      case WORD:
        if (value instanceof String) {
          return value;
        }
        break;
      case NUMBERS:
        if (value instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(Constants::isNumber)) {
          return list.stream().map(Constants::number).toList();
        }
        break;
      case PADDING:
        return padding(value, at, what);
      case SIZES:
        return sizes(value, at, what);
      default:
        return axes(p, value, shape, at);
    }
    throw Problem.of("NN117", at, what + " cannot be " + Constants.text(value));
  }

  /** A word or a number, or one for each axis. */
  private static Object padding(Object value, Span at, String what) {
    if (value instanceof List<?> list) {
      return list.stream().map(v -> padding(v, at, what)).toList();
    }
    return value instanceof String ? value : size(value, at, what);
  }

  /** A whole number that an array's size could be. */
  private static long size(Object value, Span at, String what) {
    long size = Expressions.whole(value, at, what);
    if (Math.abs(size) > Integer.MAX_VALUE) {
      throw Problem.of("NN117", at, what + " is " + size + ", at most " + Integer.MAX_VALUE);
    }
    return size;
  }

  private static Object sizes(Object value, Span at, String what) {
    if (!(value instanceof List<?> list)) {
      return size(value, at, what);
    }
    List<Long> sizes = new ArrayList<>();
    list.forEach(v -> sizes.add(size(v, at, what)));
    return sizes;
  }

  private static long named(Dim dim, Shape shape, Span at) {
    if (!shape.dims().contains(dim)) {
      throw Problem.of("NN216", at, "there is no axis " + dim + " in " + shape);
    }
    return shape.dims().indexOf(dim);
  }

  private static List<Long> axes(Signature.Parameter p, Object value, Shape shape, Span at) {
    List<Long> axes = new ArrayList<>();
    List<?> given = value instanceof List<?> list ? list : List.of(value);
    int rank = shape.rank() + (p.kind() == Signature.Kind.NEW_AXES ? given.size() : 0);
    if (value instanceof String word && ALL.contains(word)) {
      long kept = word.equals("all") ? rank : word.equals("all_but_last") ? rank - 1 : 1;
      for (long i = 0; i < rank; i++) {
        if (i != kept) {
          axes.add(i);
        }
      }
      return axes;
    }
    for (Object v : given) {
      long axis =
          v instanceof Dim dim ? named(dim, shape, at) : Expressions.whole(v, at, "an axis");
      if (axis < -rank || axis >= rank) {
        throw Problem.of("NN216", at, "there is no axis " + axis + " in " + shape);
      }
      axes.add(axis < 0 ? axis + rank : axis);
    }
    return axes;
  }
}
