package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Repeats a step for all steps of a sequence: values that differ from step to step get an axis
 * behind the batch, the others are computed once.
 *
 * <pre>
 * g = linear(x, w)     x: [B, D]          g = linear(x, w)     x: [B, T, D]
 * n = g * h            h: [B, U]    =>    n = g * h            h: [B, T, U], a carry
 * u = tanh(w)          w: [U, D]          u = tanh(w)          once
 * </pre>
 */
final class Lifting {
  /** Attribute of noise that is the same in all steps. */
  static final String SAME = "same";

  private final GraphBuilder g;
  private final Dim steps;
  private final Parameters parameters;
  private final Map<Value, Value> lifted = new HashMap<>();

  Lifting(GraphBuilder g, Dim steps, Parameters parameters) {
    this.g = g;
    this.steps = steps;
    this.parameters = parameters;
  }

  /** Says what a value of the step is for all steps. */
  void put(Value ofStep, Value ofAll) {
    lifted.put(ofStep, ofAll);
  }

  /** The type of a value of the step for all steps. */
  Type type(Type ofStep) {
    List<Dim> dims = new ArrayList<>(ofStep.shape().dims());
    dims.add(1, steps);
    return new Type(ofStep.element(), ofStep.bound(), new Shape(dims));
  }

  /** A value for all steps; what is the same in all of them is repeated. */
  Value of(Value ofStep) {
    Value known = lifted.get(ofStep);
    return varies(ofStep) ? known : repeated(known == null ? ofStep : known);
  }

  private boolean varies(Value v) {
    Value known = lifted.get(v);
    return known != null && known.shape().rank() > v.shape().rank();
  }

  /** Adds a value of the step to the graph. */
  void add(Value v) {
    if (lifted.containsKey(v)) {
      return;
    }
    if (v.op() == Leaf.NOISE) {
      Type type = v.attributes().has(SAME) ? v.type() : type(v.type());
      Value all = g.leaf(Leaf.NOISE, type, v.attributes(), v.origin());
      parameters.replaceNoise(v, all);
      put(v, all);
    } else if (v.op().kind() == OpKind.LEAF) {
      put(v, g.leaf((Leaf) v.op(), v.type(), v.attributes(), v.origin()));
    } else {
      put(v, v.operands().stream().anyMatch(this::varies) ? overSteps(v) : once(v));
    }
  }

  private Value once(Value v) {
    List<Value> operands = v.operands().stream().map(o -> lifted.getOrDefault(o, o)).toList();
    return g.apply(v.op(), v.attributes(), operands, v.origin());
  }

  private Value overSteps(Value v) {
    List<Boolean> varies = new ArrayList<>(v.operands().stream().map(this::varies).toList());
    boolean elementwise = v.op().kind() == OpKind.ELEMENTWISE;
    List<Value> operands = new ArrayList<>();
    for (Value o : v.operands()) {
      Value known = lifted.getOrDefault(o, o);
      operands.add(elementwise && !varies(o) ? aligned(known, v.shape().rank()) : known);
    }
    Op.OverSteps all = v.op().overSteps(v.attributes(), v.operandTypes(), varies);
    for (int i = 0; all == null && i < varies.size(); i++) {
      if (!varies.get(i) && v.operand(i).shape().batched()) {
        varies.set(i, true);
        operands.set(i, repeated(operands.get(i)));
        all = v.op().overSteps(v.attributes(), v.operandTypes(), varies);
      }
    }
    if (all == null) {
      throw Problem.notYet(v.origin().span(), "'" + v.op() + "' inside of a cell is not built yet");
    }
    return g.apply(all.op(), all.attributes(), operands, v.origin());
  }

  /** A dimension of size 1 where the result has the steps, if dimensions would not match else. */
  private Value aligned(Value v, int rank) {
    boolean batched = v.shape().batched();
    if (!batched && (v.shape().rank() < rank || rank == 0)) {
      return v;
    }
    Attributes axis = Attributes.of("axis", List.of(batched ? 1L : 0L));
    return g.apply(Ops.UNSQUEEZE, axis, List.of(v), v.origin());
  }

  private Value repeated(Value v) {
    Attributes a =
        Attributes.of("axis", List.of(1L))
            .with("keep", false)
            .with("mean", false)
            .with("shape", type(v.type()).shape());
    return g.apply(Ops.SPREAD, a, List.of(v), v.origin());
  }
}
