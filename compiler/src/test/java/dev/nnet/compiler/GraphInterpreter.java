package dev.nnet.compiler;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.DefinitionInterpreter;
import dev.nnet.compiler.loop.DefinitionInterpreter.Dense;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph value by value, without fusion, layouts or schedules: the truth for tests. */
public final class GraphInterpreter {
  private GraphInterpreter() {}

  /**
   * The values of a graph.
   *
   * @param single whether to compute in float, as the emitted classes do, or in double
   * @param leaves inputs, targets and parameters by name, row-major
   */
  public static Map<Value, double[]> run(
      Graph graph, Map<String, double[]> leaves, int batch, boolean single) {
    Map<Value, Dense> values = new HashMap<>();
    for (Value v : graph.values()) {
      long[] shape = shape(v.type(), batch);
      if (v.op() == Leaf.CONSTANT) {
        double value = v.attributes().number("value");
        values.put(v, new Dense(new double[] {single ? (float) value : value}, shape));
      } else if (v.op().kind() == OpKind.LEAF) {
        values.put(v, new Dense(leaves.get(v.attributes().word("name")), shape));
      } else {
        Dense result = new Dense(new double[size(shape)], shape);
        List<Dense> operands = v.operands().stream().map(values::get).toList();
        DefinitionInterpreter.run(
            single,
            v.op().define(v.operandTypes(), v.type(), v.attributes()),
            operands,
            result,
            batch);
        values.put(v, result);
      }
    }
    Map<Value, double[]> data = new HashMap<>();
    values.forEach((v, d) -> data.put(v, d.data()));
    return data;
  }

  private static long[] shape(Type type, int batch) {
    return type.shape().dims().stream().mapToLong(d -> size(d, batch)).toArray();
  }

  private static long size(Dim dim, int batch) {
    return dim.known() ? dim.size() : batch;
  }

  static int size(long[] shape) {
    long product = 1;
    for (long s : shape) {
      product *= s;
    }
    return Math.toIntExact(product);
  }
}
