package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.runtime.random.Initializer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trainable tensors and states: how they begin, and what states become. */
final class Parameters {
  private final GraphBuilder g;
  private final Expressions expressions;
  private final Types types;
  private final Map<String, Value> made = new LinkedHashMap<>();
  private final Map<String, Value> next = new LinkedHashMap<>();
  private final List<Value> noises = new ArrayList<>();

  Parameters(GraphBuilder g, Expressions expressions, Types types) {
    this.g = g;
    this.expressions = expressions;
    this.types = types;
  }

  /** All of them, in order of the text. */
  List<Value> all() {
    return List.copyOf(made.values());
  }

  /** The tensor of a shared layer; null if the layer has not been used. */
  Value ofLayer(String layer, String name) {
    for (Map.Entry<String, Value> e : made.entrySet()) {
      boolean inside = e.getKey().startsWith(layer + ".") || e.getKey().startsWith(layer + "/");
      if (inside && e.getKey().endsWith("." + name)) {
        return e.getValue();
      }
    }
    return null;
  }

  /** A declared tensor, made when it is first used: a switched-off bias is never made. */
  Scope.Lazy lazy(Statement.Param p, Frame frame) {
    String path = path(p.name(), frame);
    return () ->
        made.computeIfAbsent(
            path,
            k -> {
              String init = p.initializer() == null ? "auto" : initializer(p.initializer(), frame);
              return make(Leaf.PARAMETER, p.type(), init, path, frame.blame(p.span()), frame);
            });
  }

  /**
   * A state, made when it is first used. A layer that is used again finds it as the use before left
   * it: this matters in training only.
   */
  Scope.Lazy lazy(Statement.State s, Frame frame) {
    String path = path(s.name(), frame);
    return () -> {
      Value kept =
          made.computeIfAbsent(
              path,
              k -> {
                String init = s.initial() == null ? "zeros" : initializer(s.initial(), frame);
                return make(Leaf.STATE, s.type(), init, path, frame.blame(s.span()), frame);
              });
      Value after = next.get(path);
      return after == null
          ? kept
          : g.apply(Ops.IN_TRAINING, Attributes.NONE, List.of(after, kept), kept.origin());
    };
  }

  /** A state that no training step touches: it is kept with the weights. */
  Value keep(String path, Type type, String init, Span at) {
    Attributes attributes = Attributes.of("init", init).with("decay", false).with("name", path);
    Value kept = g.leaf(Leaf.STATE, type, attributes, new Origin(at, ""));
    made.put(path, kept);
    return kept;
  }

  /** What {@link #keep} made under a path; null if nothing. */
  Value kept(String path) {
    return made.get(path);
  }

  /** Says what a state is after the training step. */
  void next(Name state, Frame frame, Value after) {
    next.put(path(state, frame), after);
  }

  /** What the states are after a training step. */
  List<Graph.Result> states() {
    List<Graph.Result> states = new ArrayList<>();
    next.forEach((path, after) -> states.add(new Graph.Result(Graph.Role.STATE, path, after)));
    return states;
  }

  /**
   * Numbers in [0, 1), one for each element of a tensor.
   *
   * @param same whether a cell sees the same ones in all its steps
   */
  Value noise(Type type, boolean same, Span at, Frame frame) {
    String prefix = frame.paths().prefix();
    String name = (prefix.isEmpty() ? "noise" : prefix + ".noise") + "." + noises.size();
    Attributes attributes = Attributes.of("name", name);
    Value value =
        g.leaf(
            Leaf.NOISE,
            Type.f32(type.shape()),
            same ? attributes.with(Lifting.SAME, true) : attributes,
            new Origin(frame.blame(at), prefix));
    noises.add(value);
    return value;
  }

  /** Puts noise for all steps of a sequence in the place of noise for one. */
  void replaceNoise(Value step, Value all) {
    noises.set(noises.indexOf(step), all);
  }

  /** All noise, in order of the text. */
  List<Value> noises() {
    return noises;
  }

  /** A trailing underscore keeps a name apart from a parameter of the layer. */
  private static String path(Name tensor, Frame frame) {
    String name = tensor.text().replaceAll("_$", "");
    String prefix = frame.paths().prefix();
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  private Value make(Leaf kind, Ast.Type written, String init, String path, Span at, Frame frame) {
    Type type = types.read(written, frame);
    if (type.shape().ragged()) {
      throw Problem.of("NN220", at, "a weight has one size for all examples, but this is " + type);
    }
    boolean decay = kind == Leaf.PARAMETER && type.shape().rank() > 1;
    Attributes attributes = Attributes.of("init", init).with("decay", decay).with("name", path);
    return g.leaf(kind, type, attributes, new Origin(at, frame.paths().prefix()));
  }

  /** An initialiser as text: a word, or a call with numbers. */
  String initializer(Expression e, Frame frame) {
    boolean call = e instanceof Expression.Call c && c.arguments() != null;
    String text =
        call
            ? callText((Expression.Call) e, frame)
            : Constants.text(expressions.evaluate(e, frame));
    check(text, frame.blame(e.span()));
    return text;
  }

  /** What the runtime would refuse is a problem of the text. */
  private static void check(String text, Span at) {
    if (text.equals("auto")) {
      return;
    }
    String fans = "fan_in=1,fan_out=1)";
    String head = text.endsWith(")") ? text.substring(0, text.length() - 1) : text + "(";
    try {
      Initializer.parse(head + (head.endsWith("(") ? "" : ",") + fans);
    } catch (IllegalArgumentException e) {
      throw Problem.of("NN406", at, e.getMessage());
    }
  }

  /** {@code sgd(lr=cosine(0.05), momentum=0.9)}, with numbers for all names. */
  String callText(Expression.Call c, Frame frame) {
    List<String> arguments = new ArrayList<>();
    for (Argument a : c.arguments()) {
      boolean call = a.value() instanceof Expression.Call inner && inner.arguments() != null;
      String value =
          call
              ? callText((Expression.Call) a.value(), frame)
              : Constants.text(expressions.evaluate(a.value(), frame));
      arguments.add(a.name() == null ? value : a.name() + "=" + value);
    }
    return c.name() + "(" + String.join(",", arguments) + ")";
  }
}
