package dev.nnet.compiler.graph;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints a graph, a value a line.
 *
 * <pre>
 * %7 = convolution2d(%0, %3) {padding=2}   f32[B, 6, 28, 28]   // logits/conv2d_1 at 11:12
 * </pre>
 */
public final class GraphPrinter {
  private GraphPrinter() {}

  public static String print(Graph graph) {
    StringBuilder text = new StringBuilder("graph " + graph.name() + "\n");
    for (Value v : graph.values()) {
      text.append("  ").append(line(v)).append('\n');
    }
    for (Graph.Recurrence r : graph.recurrences()) {
      String back = r.reversed() ? "t + 1" : "t - 1";
      String first = r.initial() == null ? "0" : r.initial().toString();
      text.append("  loop ").append(r.loop()).append(": ").append(r.carry()).append("[t] = ");
      text.append(r.source()).append('[').append(back).append("], at first ").append(first);
      text.append('\n');
    }
    for (Graph.Result r : graph.results()) {
      String role = r.role().name().toLowerCase(Locale.ROOT);
      text.append("  ").append(role).append(' ').append(r.name()).append(" = ").append(r.value());
      text.append('\n');
    }
    return text.toString();
  }

  private static String line(Value v) {
    String operands = v.operands().stream().map(Value::toString).collect(Collectors.joining(", "));
    String call = v + " = " + v.op() + "(" + operands + ")";
    String attributes = v.attributes().values().isEmpty() ? "" : " {" + v.attributes() + "}";
    String layer = v.origin().layer().isEmpty() ? "" : v.origin().layer() + " at ";
    return call + attributes + "  " + v.type() + "  // " + layer + v.origin().span().place();
  }
}
