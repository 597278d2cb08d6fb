package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.Stage;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the language allows and hardly anybody means: warnings. Looks at neighbouring layers of the
 * text alone, so that each is told once, where it is written.
 */
final class Doubts extends TextWalk {
  private final LayerLibrary library;
  private final List<Diagnostic> found = new ArrayList<>();
  private Set<String> outputs = Set.of();

  private Doubts(LayerLibrary library) {
    this.library = library;
  }

  static List<Diagnostic> of(Ast.File file, LayerLibrary library) {
    Doubts doubts = new Doubts(library);
    for (Ast.Declaration d : file.declarations()) {
      doubts.outputs = d instanceof Ast.Network n ? outputs(n) : Set.of();
      doubts.declaration(d);
    }
    return doubts.found;
  }

  private static Set<String> outputs(Ast.Network network) {
    Set<String> outputs = new HashSet<>();
    for (Statement s : network.body()) {
      if (s instanceof Statement.Border b && b.role() == Role.OUTPUT) {
        outputs.add(b.name().text());
      }
    }
    return outputs;
  }

  /** One written call, as a stage or not. */
  private record Written(Span span, String name, List<Argument> arguments, boolean bare) {
    static Written of(Expression e) {
      return e instanceof Expression.Call c && c.arguments() != null
          ? new Written(c.span(), c.name().text(), c.arguments(), false)
          : null;
    }

    static Written of(Stage s) {
      return s instanceof Expression.CallStage c
          ? new Written(
              c.span(), c.name().text(), c.arguments() == null ? List.of() : c.arguments(), true)
          : null;
    }
  }

  @Override
  void statement(Statement s) {
    super.statement(s);
    if (s instanceof Statement.Assign a
        && a.bindings().stream()
            .anyMatch(b -> b.name() != null && outputs.contains(b.name().text()))) {
      Written last =
          a.value() instanceof Expression.Arrow chain
              ? Written.of(chain.stages().get(chain.stages().size() - 1))
              : Written.of(a.value());
      if (last != null && last.name().equals("dropout")) {
        warn(
            "NN506",
            last.span(),
            "dropout behind the last layer drops results",
            "drop what the last layer reads: dropout(0.5) -> dense(10)");
      }
    }
  }

  @Override
  void call(Expression.Call call) {
    boolean nested = call.arguments() != null && !call.arguments().isEmpty();
    if (nested && call.arguments().get(0).name() == null) {
      pair(Written.of(call.arguments().get(0).value()), Written.of(call));
    }
  }

  @Override
  void chain(Expression head, List<Stage> stages) {
    Written before = head == null ? null : Written.of(head);
    for (Stage stage : stages) {
      Written now = Written.of(stage);
      pair(before, now);
      before = now;
    }
  }

  private void pair(Written before, Written now) {
    if (before == null || now == null) {
      return;
    }
    String both = before.name() + " " + now.name();
    if (both.matches("relu6? (log_)?softmax")) {
      warn(
          "NN504",
          before.span(),
          before.name() + " right before " + now.name() + " makes all scores below 0 the same",
          "remove the " + before.name());
    } else if (now.name().equals("batch_norm") && hasBias(before)) {
      warn(
          "NN505",
          before.span(),
          before.name() + " adds a bias that batch_norm takes away again",
          "bias=false");
    } else if (both.equals("bidirectional last")) {
      warn(
          "NN507",
          now.span(),
          "the last step of the backward direction has seen one step only",
          "bidirectional { lstm(64) -> last } takes the last step of each direction");
    }
  }

  /** Whether a layer adds a bias, as far as the text tells. */
  private boolean hasBias(Written layer) {
    List<String> names =
        library.find(layer.name()).map(Ast.Block::parameters).orElse(List.of()).stream()
            .map(p -> p.name().text())
            .toList();
    int place = names.indexOf("bias") + (layer.bare() ? 0 : 1);
    for (int i = 0; i < layer.arguments().size(); i++) {
      Argument a = layer.arguments().get(i);
      boolean bias = a.name() == null ? i == place : a.name().text().equals("bias");
      if (bias) {
        return a.value() instanceof Expression.Truth t && t.value();
      }
    }
    return names.contains("bias");
  }

  private void warn(String code, Span span, String message, String hint) {
    found.add(Diagnostic.warning(code, span, message).hint(hint));
  }
}
