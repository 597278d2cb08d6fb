package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.runtime.random.Initializer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trainable tensors and how they begin. */
final class Parameters {
  private final GraphBuilder g;
  private final Expressions expressions;
  private final Types types;
  private final Map<String, Value> made = new LinkedHashMap<>();

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
    return () -> {
      // a trailing underscore keeps a name apart from a parameter of the layer
      String name = p.name().text().replaceAll("_$", "");
      String prefix = frame.paths().prefix();
      String path = prefix.isEmpty() ? name : prefix + "." + name;
      Value known = made.get(path);
      return known != null ? known : make(p, path, frame);
    };
  }

  private Value make(Statement.Param p, String path, Frame frame) {
    Type type = types.read(p.type(), frame);
    String init = p.initializer() == null ? "auto" : initializer(p.initializer(), frame);
    Attributes attributes =
        Attributes.of("init", init).with("decay", type.shape().rank() > 1).with("name", path);
    Origin origin = new Origin(frame.blame(p.span()), frame.paths().prefix());
    Value value = g.leaf(Leaf.PARAMETER, type, attributes, origin);
    made.put(path, value);
    return value;
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
