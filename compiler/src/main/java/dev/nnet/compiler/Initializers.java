package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.Set;

/**
 * Chooses the initialiser of weights that state none: He's where the next activation is of the relu
 * family (He et al., 2015, section 2.2), else Glorot's (Glorot and Bengio, 2010, equation 16).
 */
final class Initializers {
  private Initializers() {}

  /** The parameter's initialiser with its fans: {@code glorot_uniform(fan_in=25,fan_out=150)}. */
  static String text(ElaboratedNetwork network, Value parameter) {
    String path = parameter.attributes().word("name");
    String init = parameter.attributes().word("init");
    for (Training t : network.trainings()) {
      init = t.inits().getOrDefault(path, init);
    }
    return text(network.graph(), parameter, init);
  }

  private static String text(Graph graph, Value parameter, String init) {
    if (init.equals("zeros") || init.equals("ones")) {
      return init;
    }
    String name =
        init.equals("auto")
            ? (beforeRelu(graph, parameter) ? "he_normal" : "glorot_uniform")
            : init;
    Shape shape = parameter.shape();
    long taps = 1;
    for (int i = 2; i < shape.rank(); i++) {
      taps *= shape.size(i);
    }
    long in = shape.rank() > 1 ? shape.size(1) * taps : shape.sizePerExample();
    long out = shape.rank() > 0 ? shape.size(0) * taps : 1;
    String fans = "fan_in=" + in + ",fan_out=" + out;
    return name.endsWith(")")
        ? name.substring(0, name.length() - 1) + "," + fans + ")"
        : name + "(" + fans + ")";
  }

  /** Follows the only users of a weight's product to the first thing that bends it. */
  private static boolean beforeRelu(Graph graph, Value parameter) {
    Set<OpKind> linear = Set.of(OpKind.CONTRACTION, OpKind.BROADCAST, OpKind.VIEW);
    Value at = parameter;
    while (true) {
      Value now = at;
      Value user =
          graph.values().stream().filter(v -> v.operands().contains(now)).findFirst().orElse(null);
      if (user == null) {
        return false;
      }
      if (!linear.contains(user.op().kind()) && user.op() != Ops.ADD) {
        return Set.of(Ops.RELU, Ops.CLIP, Ops.MAXIMUM).contains(user.op());
      }
      at = user;
    }
  }
}
