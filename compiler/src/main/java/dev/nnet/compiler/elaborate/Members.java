package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.syntax.Expression;

/** What a point leads to: {@code f.weight} of a shared layer, {@code cost.mean} of data. */
final class Members {
  private Members() {}

  static Value of(Expression.Member m, Parameters parameters, Frame frame) {
    Value found = m.of() instanceof Expression.Call c ? of(c, m, parameters, frame) : null;
    if (found == null) {
      throw Problem.of(
          "NN121",
          frame.blame(m.span()),
          "'" + m.of().span().text() + "' has no tensor '" + m.name() + "' before it is used",
          "use the layer once above this line");
    }
    return found;
  }

  /** Null if there is no such tensor. */
  private static Value of(
      Expression.Call c, Expression.Member m, Parameters parameters, Frame frame) {
    Scope.Entry owner = frame.scope().entry(c.name().text());
    if (owner == null || c.arguments() != null) {
      return null;
    }
    if (owner.role().equals("input") || owner.role().equals("target")) {
      return Numbers.statistic(c.name().text(), m.name().text(), parameters);
    }
    return frame.scope().get(c.name().text()) instanceof Stages stages && stages.shared() != null
        ? parameters.ofLayer(new Paths(stages.shared()).in(c.name().text()), m.name().text())
        : null;
  }
}
