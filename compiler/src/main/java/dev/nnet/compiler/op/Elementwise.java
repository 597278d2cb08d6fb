package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/** An op whose every result element comes from the operands' elements at the same place. */
abstract class Elementwise extends Op {
  private final String verb;

  /**
   * @param verb what it does, for messages: "cannot {verb} A and B"
   */
  Elementwise(String name, String verb, String... operands) {
    super(name, OpKind.ELEMENTWISE, Signature.of(operands));
    this.verb = verb;
  }

  /** The result element, from the elements of the operands. */
  abstract Expr scalar(List<Expr> x);

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Type joined = Type.f32(operands.get(0).shape());
    for (int i = 1; i < operands.size(); i++) {
      joined = Type.f32(Broadcasting.join(verb, joined, Type.f32(operands.get(i).shape())));
    }
    return joined;
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Expr> elements = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      elements.add(Axes.read(i, align(operands.get(i).shape(), axes)));
    }
    return Definition.pointwise(axes, Axes.coordinates(axes), scalar(elements));
  }

  /** The operand's coordinates for a result element: dims of size 1 stay at 0. */
  static List<Affine> align(Shape operand, List<Axis> axes) {
    List<Affine> coordinates = new ArrayList<>();
    int skip = axes.size() - operand.rank();
    for (int i = 0; i < operand.rank(); i++) {
      boolean one = operand.dim(i).equals(Dim.of(1));
      coordinates.add(one ? Affine.ZERO : Axes.at(axes.get(skip + i)));
    }
    return coordinates;
  }

  /** Sums a gradient over the dims in which {@code operand} was broadcast. */
  static Value unbroadcast(GraphBuilder g, Value gradient, Value operand) {
    Shape from = gradient.shape();
    Shape to = operand.shape();
    if (from.equals(to)) {
      return gradient;
    }
    int skip = from.rank() - to.rank();
    List<Long> axes = new ArrayList<>();
    for (int i = 0; i < from.rank(); i++) {
      if (i < skip || !from.dim(i).equals(to.dim(i - skip))) {
        axes.add((long) i);
      }
    }
    Value sum = g.apply(Ops.SUM, Attributes.of("axis", axes).with("keep", false), gradient);
    if (sum.shape().equals(to)) {
      return sum;
    }
    List<Long> ones = new ArrayList<>();
    for (int i = 0; i < to.rank(); i++) {
      if (axes.contains((long) (i + skip))) {
        ones.add((long) i);
      }
    }
    return g.apply(Ops.UNSQUEEZE, Attributes.of("axis", ones), sum);
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return new OverSteps(this, attributes);
  }
}
