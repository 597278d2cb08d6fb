package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Metric;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads search sections: ranges are of parameters of the network, and of their kind. */
final class Searches {
  private static final List<String> KEYS =
      List.of("objective", "trials", "seed", "sampling", "halving");
  private static final List<String> BOUNDS = List.of("low", "high");

  private final Bodies bodies;
  private final Ast.Network network;
  private final List<Ast.Argument> arguments;
  private final Frame frame;

  /**
   * @param arguments of a variant of the network
   */
  Searches(Bodies bodies, Ast.Network network, List<Ast.Argument> arguments, Frame frame) {
    this.bodies = bodies;
    this.network = network;
    this.arguments = arguments;
    this.frame = frame;
  }

  Search read(Statement.Search section, List<Training> trainings) {
    Map<String, Setting> settings = new HashMap<>();
    Map<String, Range> ranges = new LinkedHashMap<>();
    for (Setting s : section.settings()) {
      String name = s.name().text();
      if (settings.containsKey(name) || ranges.containsKey(name)) {
        throw Problem.of("NN104", s.name().span(), "'" + name + "' is given twice");
      }
      if (s.range() != null) {
        ranges.put(name, range(s));
      } else {
        check(s);
        settings.put(name, s);
      }
    }
    if (ranges.isEmpty()) {
      throw Problem.of(
          "NN403", section.span(), "a search needs a range", "rate in log_uniform(1e-4, 1e-1)");
    }
    Training training =
        trainings.stream()
            .filter(t -> t.section().isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.of(
                        "NN403", section.span(), "a search needs a train section without a name"));
    Setting objective = settings.get("objective");
    List<String> metrics =
        training.metrics().stream().filter(m -> !m.table()).map(Metric::name).toList();
    return new Search(
        List.copyOf(ranges.values()),
        objective == null ? "minimize(loss)" : Objectives.read(objective.value(), metrics),
        (int) whole(settings.get("trials"), 1, 100_000, 20),
        whole(settings.get("seed"), 0, Long.MAX_VALUE, 1),
        halton(settings.get("sampling")),
        (int) whole(settings.get("halving"), 2, 100, 0),
        network.name().text(),
        given());
  }

  private void check(Setting s) {
    String name = s.name().text();
    if (parameters().contains(name)) {
      throw Problem.of("NN401", s.span(), "'" + name + "' takes a range: " + name + " in [1, 2]");
    }
    if (!KEYS.contains(name)) {
      throw Problem.of(
          "NN401",
          s.name().span(),
          "unknown setting '" + name + "'" + Suggestions.ending(name, KEYS));
    }
    if (s.value() == null) {
      throw Problem.of("NN401", s.span(), "'" + name + "' takes a value: " + name + " = ..");
    }
  }

  private List<String> parameters() {
    return network.parameters().stream().map(p -> p.name().text()).toList();
  }

  private Map<String, String> given() {
    List<String> names = parameters();
    Map<String, Ast.Argument> bound =
        Binding.bind(network.name().text(), names, arguments, 0, network.name().span());
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : names) {
      if (bound.containsKey(name)) {
        given.put(name, bound.get(name).value().span().text());
      }
    }
    return given;
  }

  private long whole(Setting s, long least, long most, long otherwise) {
    if (s == null) {
      return otherwise;
    }
    long value = bodies.calls.expressions.whole(s.value(), frame, s.name().text());
    if (value < least || value > most) {
      throw Problem.of(
          "NN404",
          s.value().span(),
          "'" + s.name() + "' is " + least + " to " + most + ", but this is " + value);
    }
    return value;
  }

  private static boolean halton(Setting s) {
    String word =
        s == null ? "random" : s.value() instanceof Expression.Call c ? c.name().text() : "";
    if (!word.equals("random") && !word.equals("halton")) {
      throw Problem.of("NN404", s.value().span(), "'sampling' is random or halton");
    }
    return word.equals("halton");
  }

  private Range range(Setting s) {
    String name = s.name().text();
    if (!parameters().contains(name)) {
      boolean none = network.parameters().isEmpty();
      String has = none ? "; it has none" : Suggestions.ending(name, parameters());
      throw Problem.of(
          "NN409",
          s.name().span(),
          "'" + name + "' is no parameter of " + network.name() + has,
          "`network " + network.name() + "(" + name + " = ..)` makes it one");
    }
    Object known = frame.scope().get(name);
    if (s.range() instanceof Expression.Sequence list && list.list()) {
      return choice(name, list, known);
    }
    if (s.range() instanceof Expression.Call c
        && c.arguments() != null
        && (c.name().text().equals("uniform") || c.name().text().equals("log_uniform"))) {
      return numbers(name, c, known);
    }
    throw Problem.of(
        "NN410",
        s.range().span(),
        "a range is [a, b, c], uniform(low, high) or log_uniform(low, high)");
  }

  private Range choice(String name, Expression.Sequence list, Object known) {
    if (list.elements().isEmpty()) {
      throw Problem.of("NN410", list.span(), "there is nothing to choose from");
    }
    for (Expression e : list.elements()) {
      Object value = bodies.calls.expressions.evaluate(e, frame);
      if (!kind(value).equals(kind(known)) && !(value instanceof Long && known instanceof Double)) {
        throw wrongKind(name, known, e.span());
      }
    }
    return new Range.Choice(name, list.elements());
  }

  private Range numbers(String name, Expression.Call c, Object known) {
    if (!Constants.isNumber(known)) {
      throw wrongKind(name, known, c.span());
    }
    Map<String, Ast.Argument> bound =
        Binding.bind(c.name().text(), BOUNDS, c.arguments(), 0, c.span());
    List<Double> ends = new ArrayList<>();
    for (String end : BOUNDS) {
      if (!bound.containsKey(end)) {
        throw Problem.of("NN103", c.span(), c.name() + " needs '" + end + "'");
      }
      Expression e = bound.get(end).value();
      Object value = bodies.calls.expressions.evaluate(e, frame);
      if (!(value instanceof Long) && !(value instanceof Double && known instanceof Double)) {
        throw wrongKind(name, known, e.span());
      }
      ends.add(Constants.number(value));
    }
    boolean log = c.name().text().equals("log_uniform");
    double low = ends.get(0);
    double high = ends.get(1);
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high) || log && low <= 0) {
      String above = log ? ", both above 0" : "";
      throw Problem.of(
          "NN410", c.span(), c.name() + " goes from a lower to a higher number" + above);
    }
    return new Range.Numbers(name, c.span(), low, high, log, known instanceof Long);
  }

  private static Problem wrongKind(String name, Object known, Span at) {
    String is = known instanceof Long || known instanceof Double ? " (" + known + ")" : "";
    return Problem.of("NN410", at, "'" + name + "' is " + kind(known) + is + ", this is not");
  }

  private static String kind(Object value) {
    if (value instanceof Long) {
      return "a whole number";
    }
    if (value instanceof Double) {
      return "a number";
    }
    if (value instanceof Boolean) {
      return "true or false";
    }
    if (value instanceof String) {
      return "a word";
    }
    return value instanceof List<?> ? "a list" : "a layer";
  }
}
