package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.CallStage;
import dev.nnet.compiler.syntax.Expression.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Stages waiting for their input: the value of a parameter {@code act: stage = relu}, which takes
 * {@code f(relu)}, {@code f(dense(3) -> relu)} and {@code f { dense(3) -> relu }}, or of {@code
 * layer f = dense(64)}.
 *
 * @param scope the names they were written among
 * @param shared the path of a shared layer, whose weights are made once; null otherwise
 */
record Stages(List<Stage> stages, Scope scope, String shared) {
  /** The argument of a parameter that takes stages; null if it is a name, or none at all. */
  static Stages written(Expression e, Scope scope) {
    if (e instanceof Expression.Pipeline p) {
      return new Stages(p.stages(), scope, null);
    }
    List<Stage> stages = new ArrayList<>();
    Expression head = e instanceof Expression.Arrow a ? a.head() : e;
    boolean chain = e instanceof Expression.Arrow;
    if (!(head instanceof Expression.Call c) || c.arguments() == null && !chain) {
      return null;
    }
    stages.add(new CallStage(c.span(), null, c.name(), c.arguments(), null, List.of()));
    stages.addAll(chain ? ((Expression.Arrow) e).stages() : List.of());
    return new Stages(stages, scope, null);
  }
}
