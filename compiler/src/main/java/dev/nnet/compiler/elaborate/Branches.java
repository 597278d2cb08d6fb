package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.CallStage;
import java.util.ArrayList;
import java.util.List;

/** Stages that put the results of several pipelines together: concat, stack and sum. */
final class Branches {
  private final Calls calls;

  Branches(Calls calls) {
    this.calls = calls;
  }

  /** {@code concat(a, b, axis=1)}, {@code a -> concat(b)}, or the results of branches. */
  Object concat(CallStage s, Object input, Span from, Frame frame) {
    Parts parts = parts(s, input, from, frame);
    Signature.Parameter p = Ops.CONCAT.signature().parameter("axis").orElseThrow();
    Span at = frame.blame(s.span());
    Object place = Binding.convert(p, parts.axis, parts.values.get(0).shape(), at);
    return calls.apply(Ops.CONCAT, Attributes.of("axis", place), parts.values, frame, s.span());
  }

  /** The same of tensors that are parts of one with an axis more: {@code stack(a, b, axis=1)}. */
  Object stack(CallStage s, Object input, Span from, Frame frame) {
    Parts parts = parts(s, input, from, frame);
    Signature.Parameter p = Ops.UNSQUEEZE.signature().parameter("axis").orElseThrow();
    Span at = frame.blame(s.span());
    Object place = Binding.convert(p, parts.axis, parts.values.get(0).shape(), at);
    Attributes axis = Attributes.of("axis", place);
    List<Value> all = new ArrayList<>();
    for (Value part : parts.values) {
      all.add(calls.apply(Ops.UNSQUEEZE, axis, List.of(part), frame, s.span()));
    }
    return calls.apply(Ops.CONCAT, axis, all, frame, s.span());
  }

  /** Tensors and the axis along which they are put together. */
  private record Parts(List<Value> values, Object axis) {}

  private Parts parts(CallStage s, Object input, Span from, Frame frame) {
    String name = s.name().text();
    List<Value> parts = new ArrayList<>();
    Object axis = -1L;
    for (Expression.Pipeline branch : s.branches()) {
      parts.add(calls.tensor(calls.pipe(input, from, branch.stages(), frame), s.span(), frame));
    }
    if (input != null && s.branches().isEmpty()) {
      parts.add(calls.tensor(input, from, frame));
    }
    for (Argument a : s.arguments() == null ? List.<Argument>of() : s.arguments()) {
      Object value = calls.expressions.argument(a.value(), frame);
      if (a.name() == null && s.branches().isEmpty()) {
        parts.add(calls.tensor(value, a.span(), frame));
      } else if (a.name() != null && a.name().text().equals("axis")) {
        axis = value;
      } else {
        throw Problem.of("NN101", a.span(), name + " takes tensors or branches, and axis");
      }
    }
    if (parts.size() < 2) {
      throw Problem.of("NN103", frame.blame(s.span()), name + " needs two tensors or branches");
    }
    return new Parts(parts, axis);
  }

  /** {@code x + p(x)}. */
  Value residual(CallStage s, Object input, Span from, Frame frame) {
    Object inner = calls.pipe(input, from, Calls.branch(s), frame);
    List<Value> both =
        List.of(calls.tensor(input, from, frame), calls.tensor(inner, s.span(), frame));
    return calls.apply(Ops.ADD, Attributes.NONE, both, frame, s.span());
  }

  /** What p gives; its values are marked as computed again. */
  Object remat(CallStage s, Object input, Span from, Frame frame, GraphBuilder g) {
    if (s.arguments() != null) {
      throw Problem.of("NN120", s.span(), "remat takes nothing but a pipeline in braces");
    }
    return g.again(() -> calls.pipe(input, from, Calls.branch(s), frame));
  }

  /** The results of branches, added from left to right. */
  Value sum(CallStage s, Object input, Span from, Frame frame) {
    if (s.arguments() != null) {
      throw Problem.of("NN120", s.span(), "sum takes branches in braces, or arguments");
    }
    Value sum = null;
    for (Expression.Pipeline branch : s.branches()) {
      Value part = calls.tensor(calls.pipe(input, from, branch.stages(), frame), s.span(), frame);
      List<Value> both = sum == null ? List.of() : List.of(sum, part);
      sum = sum == null ? part : calls.apply(Ops.ADD, Attributes.NONE, both, frame, s.span());
    }
    return sum;
  }
}
