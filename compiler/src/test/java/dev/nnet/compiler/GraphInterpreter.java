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
    for (Graph.Recurrence r : graph.recurrences()) {
      long[] shape = shape(r.carry().type(), batch);
      values.put(r.carry(), new Dense(new double[size(shape)], shape));
    }
    // each sweep gets at least one more step right, until all of them are
    do {
      sweep(graph, leaves, batch, single, values);
    } while (carried(graph, values));
    Map<Value, double[]> data = new HashMap<>();
    values.forEach((v, d) -> data.put(v, d.data()));
    return data;
  }

  private static void sweep(
      Graph graph,
      Map<String, double[]> leaves,
      int batch,
      boolean single,
      Map<Value, Dense> values) {
    for (Value v : graph.values()) {
      long[] shape = shape(v.type(), batch);
      if (v.op() == Leaf.CARRY) {
        continue;
      }
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
  }

  /** Hands everything on to the next steps; whether anything has changed. */
  private static boolean carried(Graph graph, Map<Value, Dense> values) {
    boolean changed = false;
    for (Graph.Recurrence r : graph.recurrences()) {
      double[] carry = values.get(r.carry()).data();
      double[] source = values.get(r.source()).data();
      long[] shape = values.get(r.carry()).shape();
      int steps = (int) shape[1];
      int width = carry.length / (int) (shape[0] * steps);
      for (int b = 0; b < shape[0]; b++) {
        for (int t = 0; t < steps; t++) {
          int before = r.reversed() ? t + 1 : t - 1;
          for (int i = 0; i < width; i++) {
            double next = 0;
            if (before >= 0 && before < steps) {
              next = source[(b * steps + before) * width + i];
            } else if (r.initial() != null) {
              next = values.get(r.initial()).data()[b * width + i];
            }
            int at = (b * steps + t) * width + i;
            changed |= Double.compare(carry[at], next) != 0;
            carry[at] = next;
          }
        }
      }
    }
    return changed;
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
