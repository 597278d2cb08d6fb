package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression.CallStage;
import dev.nnet.compiler.syntax.Expression.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stages behind one that failed: nothing flows into them, but whether what they call is there, and
 * has the arguments it is given, can still be told.
 */
final class RestOfPipeline {
  /** Stages that are part of the language. */
  private static final Set<String> BUILT_IN = Set.of("repeat", "concat", "sum", "residual");

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
    Optional<Ast.Block> block = callables.block(name);
    Op op = block.isPresent() ? null : Ops.byName(name).orElse(null);
    if (block.isEmpty() && op == null) {
      throw callables.unknown(s.name(), frame);
    }
    List<String> names = block.map(Blocks::names).orElseGet(() -> names(op));
    List<Argument> arguments = s.arguments() == null ? List.of() : s.arguments();
    Binding.bind(name, names, arguments, 1, s.span());
  }

  private static List<String> names(Op op) {
    List<String> names = new ArrayList<>(op.signature().inputs());
    op.signature().parameters().stream().map(Signature.Parameter::name).forEach(names::add);
    return names;
  }
}
