package dev.nnet.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.GraphInterpreter;
import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.pass.Autodiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each op's gradient against central differences, in double through the interpreter. */
class GradientTest {
  private static final Origin NOWHERE = new Origin(null, "");
  private static final double STEP = 1e-5;

  /** An op with operands of these shapes; {@code positive} keeps away from the edge of a domain. */
  record Case(Op op, Attributes attributes, boolean positive, List<Shape> operands) {
    @Override
    public String toString() {
      return op.name() + " {" + attributes + "} " + operands;
    }
  }

  private static Case of(Op op, long[]... shapes) {
    return of(op, Attributes.NONE, shapes);
  }

  private static Case of(Op op, Attributes attributes, long[]... shapes) {
    List<Shape> operands = Stream.of(shapes).map(Shape::of).toList();
    return new Case(op, attributes, op == Ops.LOG || op == Ops.SQRT || op == Ops.DIVIDE, operands);
  }

  private static long[] s(long... sizes) {
    return sizes;
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Op op :
        List.of(
            Ops.NEGATE,
            Ops.ABS,
            Ops.EXP,
            Ops.LOG,
            Ops.SQRT,
            Ops.TANH,
            Ops.ERF,
            Ops.SIGMOID,
            Ops.RELU)) {
      cases.add(of(op, s(2, 3)));
    }
    for (Op op :
        List.of(Ops.ADD, Ops.SUBTRACT, Ops.MULTIPLY, Ops.DIVIDE, Ops.MINIMUM, Ops.MAXIMUM)) {
      cases.add(of(op, s(2, 3), s(2, 3)));
      cases.add(of(op, s(2, 3), s(3)));
      cases.add(of(op, s(2, 1), s(2, 3)));
    }
    cases.add(of(Ops.WHERE, s(2, 3), s(2, 3), s(2, 3)));
    cases.add(of(Ops.BIAS_ADD, Attributes.of("axis", 1L), s(2, 3, 2), s(3)));
    cases.add(of(Ops.SCALE_AXIS, Attributes.of("axis", 1L), s(2, 3, 2), s(3)));
    cases.add(of(Ops.IN_TRAINING, s(2, 3), s(2, 3)));
    cases.add(of(Ops.CHANNEL_WINDOW_SUM, Attributes.of("size", 3L), s(2, 4, 2)));
    Attributes axes = Attributes.of("axis", List.of(1L)).with("keep", true);
    for (Op op : List.of(Ops.SUM, Ops.MEAN, Ops.MAX, Ops.MIN)) {
      cases.add(of(op, axes, s(2, 3, 2)));
      cases.add(of(op, Attributes.of("axis", List.of(0L, 2L)).with("keep", false), s(2, 3, 2)));
    }
    cases.add(of(Ops.LINEAR, s(2, 3), s(4, 3)));
    cases.add(of(Ops.MATMUL, s(2, 3), s(3, 4)));
    cases.add(of(Ops.EINSUM, Attributes.of("pattern", "bts,bsd->btd"), s(2, 3, 4), s(2, 4, 2)));
    Attributes convolution =
        Attributes.of("stride", 1L).with("padding", 0L).with("dilation", 1L).with("groups", 1L);
    for (Attributes a :
        List.of(
            convolution,
            convolution.with("stride", 2L).with("padding", 1L),
            convolution.with("dilation", 2L).with("padding", "same"),
            convolution.with("stride", List.of(2L, 1L)).with("padding", "same_upper"))) {
      cases.add(of(Ops.CONVOLUTION2D, a, s(-1, 2, 6, 5), s(4, 2, 3, 3)));
      cases.add(of(Ops.CONVOLUTION2D, a.with("groups", 2L), s(-1, 4, 6, 5), s(4, 2, 3, 3)));
      Type x = Type.f32(Shape.of(1, 2, 6, 5).with(0, Dim.BATCH));
      Type weight = Type.f32(Shape.of(4, 2, 3, 3));
      Shape y = Ops.CONVOLUTION2D.infer(List.of(x, weight), a).shape();
      Attributes back = a.with("size", List.of(6L, 5L));
      cases.add(
          of(
              Ops.CONVOLUTION2D_INPUT_GRADIENT,
              back,
              s(-1, 4, y.size(2), y.size(3)),
              s(4, 2, 3, 3)));
    }
    cases.add(of(Ops.CLIP, Attributes.of("low", -0.5).with("high", 0.75), s(3, 7)));
    for (Op op : List.of(Ops.MAX_POOL2D, Ops.AVG_POOL2D)) {
      cases.add(of(op, Attributes.of("kernel", 2L).with("padding", 0L), s(-1, 2, 4, 6)));
      Attributes overlapping = Attributes.of("kernel", 3L).with("stride", 2L).with("padding", 1L);
      cases.add(of(op, overlapping, s(-1, 2, 5, 6)));
    }
    cases.add(
        of(Ops.CONCAT, Attributes.of("axis", List.of(1L)), s(2, 3, 2), s(2, 1, 2), s(2, 2, 2)));
    cases.add(of(Ops.CONCAT, Attributes.of("axis", List.of(2L)), s(-1, 3, 2), s(-1, 3, 4)));
    Attributes pad = Attributes.of("axis", List.of(1L)).with("before", 2L).with("after", 1L);
    cases.add(of(Ops.PAD, pad, s(-1, 3, 2)));
    Attributes slice = Attributes.of("axis", 1L).with("from", 1L).with("size", 2L);
    cases.add(of(Ops.SLICE, slice, s(2, 4, 3)));
    cases.add(of(Ops.TRANSPOSE, s(2, 3)));
    cases.add(of(Ops.TRANSPOSE, s(-1, 2, 3, 4)));
    cases.add(of(Ops.TRANSPOSE, Attributes.of("order", List.of(0L, 3L, 1L, 2L)), s(-1, 2, 3, 4)));
    cases.add(of(Ops.FLATTEN, s(-1, 2, 3)));
    cases.add(of(Ops.RESHAPE, Attributes.of("shape", List.of(3L, 2L)), s(-1, 6)));
    cases.add(of(Ops.SQUEEZE, Attributes.of("axis", List.of(1L)), s(2, 1, 3)));
    cases.add(of(Ops.UNSQUEEZE, Attributes.of("axis", List.of(1L)), s(2, 3)));
    return cases;
  }

  private static Shape batched(Shape shape) {
    return shape.rank() > 0 && shape.dim(0).equals(Dim.of(-1)) ? shape.with(0, Dim.BATCH) : shape;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithDifferences(Case c) {
    GraphBuilder g = new GraphBuilder().at(NOWHERE);
    Map<String, double[]> leaves = new HashMap<>();
    List<Value> operands = new ArrayList<>();
    Random random = new Random(3);
    int batch = 2;
    for (int i = 0; i < c.operands().size(); i++) {
      Shape shape = batched(c.operands().get(i));
      Attributes named = Attributes.of("name", "p" + i);
      operands.add(g.leaf(Leaf.PARAMETER, Type.f32(shape), named, NOWHERE));
      double[] values =
          new double[Math.toIntExact(shape.sizePerExample() * (shape.batched() ? batch : 1))];
      for (int k = 0; k < values.length; k++) {
        values[k] = c.positive() ? 0.5 + random.nextDouble() : random.nextGaussian();
      }
      leaves.put("p" + i, values);
    }
    Value y = g.apply(c.op(), c.attributes(), operands, NOWHERE);
    // a weighted sum, so that every element of the result matters differently
    Value w = g.leaf(Leaf.INPUT, y.type(), Attributes.of("name", "w"), NOWHERE);
    double[] weights =
        new double[Math.toIntExact(y.shape().sizePerExample() * (y.shape().batched() ? batch : 1))];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = random.nextGaussian();
    }
    leaves.put("w", weights);
    List<Long> all = new ArrayList<>();
    for (long i = 0; i < y.shape().rank(); i++) {
      all.add(i);
    }
    Value product = g.apply(Ops.MULTIPLY, Attributes.NONE, y, w);
    Value loss = g.apply(Ops.SUM, Attributes.of("axis", all).with("keep", false), product);
    Graph forward =
        new Graph(
            "test",
            g.values(),
            List.of(w),
            List.of(),
            operands,
            List.of(new Graph.Result(Graph.Role.LOSS, "loss", loss)),
            List.of());
    Graph graph = new Autodiff().apply(forward);
    Map<Value, double[]> values = GraphInterpreter.run(graph, leaves, batch, false);
    for (Graph.Result r : graph.results(Graph.Role.GRADIENT)) {
      double[] point = leaves.get(r.name());
      double[] gradient = values.get(r.value());
      for (int k = 0; k < point.length; k++) {
        double x = point[k];
        point[k] = x + STEP;
        double up = GraphInterpreter.run(forward, leaves, batch, false).get(loss)[0];
        point[k] = x - STEP;
        double down = GraphInterpreter.run(forward, leaves, batch, false).get(loss)[0];
        point[k] = x;
        double slope = (up - down) / (2 * STEP);
        assertThat(gradient[k])
            .as(c + " " + r.name() + "[" + k + "]")
            .isCloseTo(
                slope, org.assertj.core.data.Offset.offset(1e-6 * Math.max(1, Math.abs(slope))));
      }
    }
    assertThat(graph.results(Graph.Role.GRADIENT)).isNotEmpty();
  }

  @Test
  void coversEveryCallableOpThatHasAGradient() {
    List<Op> without =
        List.of(
            Ops.LESS,
            Ops.EQUAL,
            Ops.TO_FLOAT,
            Ops.STOP_GRADIENT,
            Ops.COUNT,
            Ops.ONE_HOT,
            Ops.LOOKUP,
            Ops.PICK,
            Ops.GATHER,
            Ops.LOCATE);
    List<Op> tested = cases().stream().map(Case::op).toList();
    assertThat(Ops.all().stream().filter(Op::callable).filter(o -> !without.contains(o)))
        .allMatch(tested::contains);
  }
}
