package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Preprocess;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.runtime.PreprocessSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what happens to raw bytes before they are an input; it must end in the input's type. */
final class Preprocessing {
  private final Bodies bodies;

  Preprocessing(Bodies bodies) {
    this.bodies = bodies;
  }

  /**
   * A {@code preprocess} statement.
   *
   * @param input null if no input of that name is declared above
   */
  Preprocess read(Statement.Preprocess p, Value input, Frame frame) {
    if (input == null) {
      throw Problem.of(
          "NN105", p.name().span(), "there is no input '" + p.name() + "' above this line");
    }
    if (!p.from().element().text().equals("u8")) {
      throw Problem.notYet(p.from().span(), "preprocessing of anything but u8 is not built yet");
    }
    List<Long> dims = new ArrayList<>();
    for (Expression d : p.from().dims()) {
      if (d instanceof Expression.Any) {
        throw Problem.notYet(d.span(), "pictures of any size are not built yet");
      }
      dims.add(bodies.calls.expressions.whole(d, frame, "a size"));
    }
    List<String> operations = new ArrayList<>();
    for (Expression.Stage stage : p.stages()) {
      operations.add(operation(stage, frame));
    }
    check(p, dims, operations, input);
    return new Preprocess(p.name().text(), dims, operations);
  }

  private String operation(Expression.Stage stage, Frame frame) {
    boolean known =
        stage instanceof Expression.CallStage s
            && Set.of("to_tensor", "normalize").contains(s.name().text());
    if (!known) {
      throw Problem.notYet(stage.span(), "'" + stage.span().text() + "' is not built yet here");
    }
    Expression.CallStage s = (Expression.CallStage) stage;
    return s.arguments() == null
        ? s.name().text()
        : bodies.parameters.callText(new Expression.Call(s.span(), s.name(), s.arguments()), frame);
  }

  private static void check(
      Statement.Preprocess p, List<Long> dims, List<String> operations, Value input) {
    Span at = p.stages().get(0).span().to(p.stages().get(p.stages().size() - 1).span());
    try {
      List<Integer> sizes = dims.stream().map(Math::toIntExact).toList();
      new PreprocessSpec(p.name().text(), sizes, operations);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Problem.of("NN407", at, e.getMessage());
    }
    List<Long> planes = List.of(dims.size() == 3 ? dims.get(2) : 1L, dims.get(0), dims.get(1));
    List<Dim> wanted = input.shape().dims().subList(1, input.shape().rank());
    if (!planes.stream().map(Dim::of).toList().equals(wanted)) {
      throw Problem.of(
          "NN310",
          at,
          "this gives f32"
              + planes
              + ", but '"
              + p.name()
              + "' is f32"
              + wanted.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]")));
    }
  }
}
