package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression.CallStage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code x -> rearrange("b t (h d) -> b h t d", h=4)}: axes by name, in parentheses where several
 * are one (Rogozhnikov, 2022). A reshape that splits, a transpose and a reshape that joins.
 */
final class Rearrange {
  private static final Pattern GROUP = Pattern.compile("\\s*(?:(\\w+)|\\(([\\w\\s]+)\\))\\s*");

  private final Calls calls;

  Rearrange(Calls calls) {
    this.calls = calls;
  }

  Value apply(CallStage s, Object input, Span from, Frame frame) {
    Span at = frame.blame(s.span());
    List<Argument> given = new ArrayList<>(s.arguments() == null ? List.of() : s.arguments());
    Object head = input;
    Span where = from;
    if (head == null && !given.isEmpty()) {
      where = given.get(0).span();
      head = calls.expressions.evaluate(given.remove(0).value(), frame);
    }
    String pattern = null;
    Map<String, Dim> sizes = new LinkedHashMap<>();
    for (Argument a : given) {
      Object value = calls.expressions.evaluate(a.value(), frame);
      if (a.name() == null && pattern == null && value instanceof String text) {
        pattern = text;
      } else if (a.name() != null) {
        long size = Expressions.whole(value, frame.blame(a.span()), a.name().text());
        sizes.put(a.name().text(), Dim.of(size));
      } else {
        throw Problem.of("NN101", a.span(), "rearrange takes a pattern, and sizes by name");
      }
    }
    String[] sides = pattern == null ? new String[0] : pattern.split("->", -1);
    if (head == null || sides.length != 2) {
      String example = "rearrange(\"b t (h d) -> b h t d\", h=4)";
      throw Problem.of("NN103", at, "rearrange needs a pattern, for example " + example);
    }
    Value x = calls.tensor(head, where, frame);
    List<List<String>> left = groups(sides[0], at);
    List<List<String>> right = groups(sides[1], at);
    Map<String, Dim> atoms = atoms(left, x, sizes, at);
    List<String> names = new ArrayList<>(atoms.keySet());
    List<String> order = right.stream().flatMap(List::stream).toList();
    check(names, order, right, x, at);
    Value split = reshape(x, new Shape(new ArrayList<>(atoms.values())), frame, s.span());
    List<Long> axes = order.stream().map(name -> (long) names.indexOf(name)).toList();
    Value moved =
        names.equals(order)
            ? split
            : calls.apply(
                Ops.TRANSPOSE, Attributes.of("order", axes), List.of(split), frame, s.span());
    List<Dim> joined = right.stream().map(group -> join(group, atoms, at)).toList();
    return reshape(moved, new Shape(joined), frame, s.span());
  }

  /** The axes of one side; those in parentheses are one. */
  private static List<List<String>> groups(String side, Span at) {
    List<List<String>> groups = new ArrayList<>();
    Matcher m = GROUP.matcher(side);
    int end = 0;
    while (end < side.length() && m.find(end) && m.start() == end) {
      groups.add(List.of((m.group(1) == null ? m.group(2) : m.group(1)).strip().split("\\s+")));
      end = m.end();
    }
    if (end < side.length() || groups.isEmpty()) {
      throw problem(at, "cannot read '" + side.strip() + "'");
    }
    return groups;
  }

  /** The size of every axis that the left side names, in order. */
  private static Map<String, Dim> atoms(
      List<List<String>> left, Value x, Map<String, Dim> sizes, Span at) {
    Shape shape = x.shape();
    if (left.size() != shape.rank()) {
      throw problem(at, "the pattern names " + left.size() + " axes of " + shape);
    }
    Map<String, Dim> atoms = new LinkedHashMap<>();
    for (int i = 0; i < left.size(); i++) {
      Dim whole = shape.dim(i);
      List<String> group = left.get(i);
      List<String> open = group.stream().filter(name -> !sizes.containsKey(name)).toList();
      if (group.size() > 1 && (!whole.known() || whole.ragged())) {
        throw problem(at, "only axes of a fixed size can be split, but " + whole + " is none");
      }
      long known = 1;
      for (String name : group) {
        known *= sizes.containsKey(name) ? Math.max(1, sizes.get(name).size()) : 1;
      }
      if (open.size() > 1) {
        throw problem(at, "give the size of '" + open.get(0) + "': " + open.get(0) + "=..");
      }
      boolean fits =
          open.isEmpty() ? whole.equals(Dim.of(known)) : known == 1 || whole.size() % known == 0;
      if (!fits) {
        throw problem(at, whole + " cannot be split into " + String.join(" x ", group));
      }
      for (String name : group) {
        Dim rest = known == 1 ? whole : Dim.of(whole.size() / known);
        if (atoms.put(name, sizes.getOrDefault(name, rest)) != null) {
          throw problem(at, "'" + name + "' is named twice");
        }
      }
    }
    return atoms;
  }

  private static void check(
      List<String> names, List<String> order, List<List<String>> right, Value x, Span at) {
    for (String name : order) {
      if (!names.contains(name)) {
        throw problem(at, "'" + name + "' is on one side only");
      }
    }
    if (new HashSet<>(order).size() < order.size() || order.size() < names.size()) {
      throw problem(at, "both sides name the same axes, each once");
    }
    if (x.shape().batched() && !right.get(0).equals(List.of(names.get(0)))) {
      throw problem(at, "the batch comes first on both sides");
    }
  }

  private static Dim join(List<String> group, Map<String, Dim> atoms, Span at) {
    long size = 1;
    for (String name : group) {
      Dim dim = atoms.get(name);
      if (group.size() > 1 && (!dim.known() || dim.ragged())) {
        throw Problem.of(
            "NN306",
            at,
            "rearrange would mix valid and padded steps of the sequence " + dim,
            "keep '" + name + "' an axis of its own");
      }
      size *= dim.known() ? dim.size() : 1;
    }
    return group.size() == 1 ? atoms.get(group.get(0)) : Dim.of(size);
  }

  private Value reshape(Value x, Shape shape, Frame frame, Span span) {
    List<Long> sizes = shape.dims().stream().filter(Dim::known).map(Dim::size).toList();
    Attributes like = Attributes.of("shape", sizes).with("like", shape);
    return shape.equals(x.shape()) ? x : calls.apply(Ops.RESHAPE, like, List.of(x), frame, span);
  }

  private static Problem problem(Span at, String what) {
    return Problem.of("NN211", at, "rearrange: " + what);
  }
}
