package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The rule of a {@link Rewriter} that gives some dimensions other sizes. */
record Resized(UnaryOperator<Dim> size) implements Rewriter.Rule {
  @Override
  public Value rewrite(GraphBuilder g, Value old, List<Value> operands) {
    Attributes a = attributes(old.attributes());
    return old.op().kind() == OpKind.LEAF
        ? g.leaf((Leaf) old.op(), type(old.type()), a, old.origin())
        : g.apply(old.op(), a, operands, old.origin());
  }

  private Attributes attributes(Attributes a) {
    Attributes changed = a;
    for (Map.Entry<String, Object> e : a.values().entrySet()) {
      if (e.getValue() instanceof Shape shape) {
        changed = changed.with(e.getKey(), shape(shape));
      }
    }
    return changed;
  }

  private Type type(Type type) {
    return new Type(type.element(), type.bound(), shape(type.shape()));
  }

  private Shape shape(Shape shape) {
    return new Shape(shape.dims().stream().map(size).toList());
  }
}
