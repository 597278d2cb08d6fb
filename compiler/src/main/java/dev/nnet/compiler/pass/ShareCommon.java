package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes equal expressions once.
 *
 * <pre>
 * a = exp(x)        a = exp(x)
 * b = exp(x)   =>
 * y = a + b         y = a + a
 * </pre>
 */
public final class ShareCommon implements Pass {
  private record Key(Op op, List<Value> operands, Attributes attributes, Type type) {}

  @Override
  public String name() {
    return "share-common";
  }

  @Override
  public Graph apply(Graph graph) {
    Map<Key, Value> seen = new HashMap<>();
    return Rewriter.rewrite(
        graph,
        (g, old, operands) -> {
          boolean named = old.op().kind() == OpKind.LEAF && !old.attributes().has("value");
          if (named) {
            return Rewriter.copy(g, old, operands);
          }
          Key key = new Key(old.op(), operands, old.attributes(), old.type());
          Value known = seen.get(key);
          if (known == null) {
            known = Rewriter.copy(g, old, operands);
            seen.put(key, known);
          }
          return known;
        });
  }
}
