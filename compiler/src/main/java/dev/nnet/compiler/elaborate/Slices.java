package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.Subscript;
import java.util.List;

/** Parts of tensors: {@code x[:, 0]} without axis 1, {@code x[:, 2:]} without its first two. */
final class Slices {
  private final Expressions expressions;
  private final Calls calls;

  Slices(Expressions expressions, Calls calls) {
    this.expressions = expressions;
    this.calls = calls;
  }

  Object slice(Expression.Slice s, Frame frame) {
    Value x = calls.tensor(expressions.evaluate(s.of(), frame), s.of().span(), frame);
    Span at = frame.blame(s.span());
    if (s.subscripts().size() > x.shape().rank()) {
      throw Problem.of(
          "NN216",
          at,
          x.type() + " has " + x.shape().rank() + " dimensions, not " + s.subscripts().size());
    }
    int axis = 0;
    for (Subscript part : s.subscripts()) {
      if (part.name() != null) {
        throw Problem.notYet(frame.blame(part.span()), "slices by name are not built yet");
      }
      boolean whole = part.index() == null && part.from() == null && part.to() == null;
      if (!whole && !x.shape().dim(axis).known()) {
        throw Problem.of(
            "NN216", frame.blame(part.span()), "a slice takes all of the batch: x[:, 0]");
      }
      x = whole ? x : part(x, axis, part, frame);
      axis += part.index() == null ? 1 : 0;
    }
    return x;
  }

  private Value part(Value x, int axis, Subscript part, Frame frame) {
    Span at = frame.blame(part.span());
    long size = x.shape().size(axis);
    boolean one = part.index() != null;
    long from = one ? place(part.index(), size, frame) : place(part.from(), 0, size, frame);
    long to = one ? from + 1 : place(part.to(), size, size, frame);
    if (from < 0 || to > size || from >= to) {
      String asked = one ? "element " + from : from + ":" + to;
      throw Problem.of(
          "NN216", at, "there is no " + asked + " in the " + size + " of axis " + axis);
    }
    Attributes a = Attributes.of("axis", (long) axis).with("from", from).with("size", to - from);
    Value taken = calls.apply(Ops.SLICE, a, List.of(x), frame, part.span());
    Attributes gone = Attributes.of("axis", List.of((long) axis));
    return one ? calls.apply(Ops.SQUEEZE, gone, List.of(taken), frame, part.span()) : taken;
  }

  private long place(Expression e, long otherwise, long size, Frame frame) {
    return e == null ? otherwise : place(e, size, frame);
  }

  /** A place; a negative one counts from the end. */
  private long place(Expression e, long size, Frame frame) {
    long place = expressions.whole(e, frame, "a place");
    return place < 0 ? place + size : place;
  }
}
