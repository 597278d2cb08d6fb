package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Preprocess;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.runtime.PreprocessSpec;
import dev.nnet.runtime.image.PictureSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what happens to raw bytes before they are an input; it must end in the input's type. */
final class Preprocessing {
  private final Bodies bodies;

  Preprocessing(Bodies bodies) {
    this.bodies = bodies;
  }

  /** A {@code preprocess} statement of an input. */
  Preprocess read(Statement.Preprocess p, Value input, Frame frame) {
    if (!p.from().element().text().equals("u8")) {
      throw Problem.of(
          "NN407",
          p.from().span(),
          "pictures come from u8[28, 28] or u8[_, _, 3], numbers from columns[length, width] or f32[2]");
    }
    List<Long> dims = new ArrayList<>();
    for (Expression d : p.from().dims()) {
      boolean any = d instanceof Expression.Any;
      dims.add(any ? (long) PictureSize.ANY : bodies.calls.expressions.whole(d, frame, "a size"));
    }
    List<String> operations = new ArrayList<>();
    for (Expression.Stage stage : p.stages()) {
      operations.add(operation(stage, frame));
    }
    check(p, dims, operations, input);
    return new Preprocess(p.name().text(), dims, operations);
  }

  private String operation(Expression.Stage stage, Frame frame) {
    if (!(stage instanceof Expression.CallStage s)) {
      throw Problem.of("NN407", stage.span(), "preprocessing is a row of calls");
    }
    if (!names().contains(s.name().text())) {
      String near =
          Suggestions.near(s.name().text(), names())
              .map(n -> "; did you mean '" + n + "'?")
              .orElse("; there are " + String.join(", ", names()));
      throw Problem.of("NN407", s.name().span(), "unknown preprocessing '" + s.name() + "'" + near);
    }
    return s.arguments() == null
        ? s.name().text()
        : bodies.parameters.callText(new Expression.Call(s.span(), s.name(), s.arguments()), frame);
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(PreprocessSpec.NUMBERS);
    names.addAll(dev.nnet.runtime.image.Stages.names());
    return names;
  }

  private void check(
      Statement.Preprocess p, List<Long> dims, List<String> operations, Value input) {
    int count = p.stages().size();
    Span at =
        count == 0
            ? p.from().span()
            : p.stages().get(0).span().to(p.stages().get(count - 1).span());
    PreprocessSpec spec;
    try {
      List<Integer> sizes = dims.stream().map(Math::toIntExact).toList();
      spec = new PreprocessSpec(p.name().text(), sizes, operations);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Problem.of("NN407", at, e.getMessage());
    }
    PictureSize picture = spec.result();
    List<Integer> planes = List.of(picture.channels(), picture.height(), picture.width());
    List<Dim> wanted = input.shape().dims().subList(1, input.shape().rank());
    if (!planes.stream().map(Dim::of).toList().equals(wanted)) {
      String hint =
          picture.known() || wanted.size() != 3
              ? null
              : "resize([" + wanted.get(1) + ", " + wanted.get(2) + "]) before to_tensor";
      throw Problem.of(
          "NN310",
          at,
          "this gives f32"
              + planes.toString().replaceAll("\\b0\\b", "_")
              + ", but '"
              + p.name()
              + "' is f32"
              + wanted.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]")),
          hint);
    }
    if (spec.standardization().isPresent()) {
      Type type = Type.f32(Dim.of(spec.channels()));
      bodies.parameters.keep(spec.standardization().get().meanPath(), type, "zeros", at);
      bodies.parameters.keep(spec.standardization().get().deviationPath(), type, "ones", at);
    }
  }
}
