package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import java.util.List;

/** Answers over what is right, as points; on the line they are the same. */
final class PairChart {
  private static final double SIZE = 360;
  private static final double LEFT = 56;
  private static final double RIGHT = 346;
  private static final double TOP = 12;
  private static final double BOTTOM = 302;

  private PairChart() {}

  /** The chart as an {@code svg} element. */
  static String svg(List<double[]> pairs) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] pair : pairs) {
      low = Math.min(low, Math.min(pair[0], pair[1]));
      high = Math.max(high, Math.max(pair[0], pair[1]));
    }
    Axis right = Axis.of(low, high, LEFT, RIGHT);
    Axis answer = Axis.of(low, high, BOTTOM, TOP);
    Markup out = new Markup();
    String box = "0 0 " + Markup.number(SIZE) + " " + Markup.number(BOTTOM + 44);
    out.open("svg", "class", "chart square", "viewBox", box);
    answer.horizontals(out, LEFT, RIGHT);
    right.numbersBelow(out, BOTTOM + 18);
    double middle = (LEFT + RIGHT) / 2;
    out.element("text", "right", "x", middle, "y", BOTTOM + 38, "text-anchor", "middle");
    out.empty("line", "class", "grid", "x1", LEFT, "y1", BOTTOM, "x2", RIGHT, "y2", TOP);
    for (double[] pair : pairs) {
      out.empty(
          "circle", "class", "point", "cx", right.at(pair[0]), "cy", answer.at(pair[1]), "r", 2.4);
    }
    return out.close("svg").toString();
  }
}
