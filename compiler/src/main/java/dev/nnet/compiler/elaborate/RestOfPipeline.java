package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression.CallStage;
import dev.nnet.compiler.syntax.Expression.Stage;
import java.util.List;
import java.util.Set;

/**
 * Stages behind one that failed: nothing flows into them, but whether what they call is there, and
 * has the arguments it is given, can still be told.
 */
final class RestOfPipeline {
  /** Stages that are part of the language. */
  static final Set<String> BUILT_IN =
      Set.of("repeat", "concat", "stack", "rearrange", "sum", "residual", "remat");

  private final Callables callables;
  private final Bodies bodies;

  RestOfPipeline(Callables callables, Bodies bodies) {
    this.callables = callables;
    this.bodies = bodies;
  }

  void check(List<Stage> stages, Frame frame) {
    for (Stage stage : stages) {
      if (stage instanceof CallStage s) {
        s.branches().forEach(b -> check(b.stages(), frame));
        bodies.attempt(() -> check(s, frame));
      }
    }
  }

  private void check(CallStage s, Frame frame) {
    String name = s.name().text();
    boolean known =
        BUILT_IN.contains(name)
            || Sequences.STAGES.contains(name)
            || frame.scope().entry(name) != null;
    if (known) {
      return;
    }
    List<String> names =
        callables.arguments(name).orElseThrow(() -> callables.unknown(s.name(), frame));
    List<Argument> arguments = s.arguments() == null ? List.of() : s.arguments();
    Binding.bind(name, names, arguments, 1, s.span());
  }
}
