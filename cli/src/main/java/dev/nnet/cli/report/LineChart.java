package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import java.util.List;
import java.util.Locale;

/** Curves over epochs or trials as SVG; a series has the colours of its style. */
final class LineChart {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 226;
  private static final double LEFT = 56;
  private static final double RIGHT = 426;
  private static final double TOP = 12;
  private static final double BOTTOM = 198;
  private static final int EPOCHS = 8;

  /**
   * A curve.
   *
   * @param values of each epoch; null where there is none
   */
  record Series(String name, String style, List<Double> values) {}

  private final String unit;
  private final int first;
  private final List<Series> series;
  private final int count;

  /**
   * @param unit what is counted from left to right: {@code epoch}
   * @param first number of the first one
   */
  LineChart(String unit, int first, List<Series> series) {
    this.unit = unit;
    this.first = first;
    this.series = series;
    this.count = series.stream().mapToInt(s -> s.values().size()).max().orElse(0);
  }

  private double x(int index) {
    return count < 2 ? (LEFT + RIGHT) / 2 : LEFT + (RIGHT - LEFT) * index / (count - 1);
  }

  /** The chart as an {@code svg} element. */
  String svg() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Series s : series) {
      for (Double v : s.values()) {
        low = v == null ? low : Math.min(low, v);
        high = v == null ? high : Math.max(high, v);
      }
    }
    Axis axis = Axis.of(low, high, BOTTOM, TOP);
    Markup out = new Markup();
    String box = "0 0 " + Markup.number(WIDTH) + " " + Markup.number(HEIGHT);
    out.open("svg", "class", "chart", "viewBox", box);
    axis.horizontals(out, LEFT, RIGHT);
    int every = count <= EPOCHS ? 1 : (int) Math.max(1, Axis.unit((double) count / EPOCHS));
    for (int i = 0; i < count; i++) {
      if ((first + i) % every == 0) {
        String epoch = Integer.toString(first + i);
        out.element("text", epoch, "x", x(i), "y", BOTTOM + 18, "text-anchor", "middle");
      }
    }
    series.forEach(s -> draw(s, axis, out));
    return out.close("svg").toString();
  }

  private void draw(Series s, Axis axis, Markup out) {
    StringBuilder path = new StringBuilder();
    Markup dots = new Markup();
    boolean pen = false;
    for (int i = 0; i < s.values().size(); i++) {
      Double v = s.values().get(i);
      if (v != null) {
        path.append(pen ? 'L' : 'M').append(Markup.number(x(i)));
        path.append(',').append(Markup.number(axis.at(v)));
        dots.open("circle", "class", "dot " + s.style(), "cx", x(i), "cy", axis.at(v), "r", 2.6);
        dots.element("title", s.name() + ", " + unit + " " + (first + i) + ": " + figure(v));
        dots.close("circle");
      }
      pen = v != null;
    }
    out.empty("path", "class", "curve " + s.style(), "d", path).raw(dots.toString());
  }

  /** A number with four digits that count: {@code 0.9921}, {@code 12.5}, {@code 3.5e-8}. */
  static String figure(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size < 1e-4 || size >= 1e6) {
      int exponent = (int) Math.floor(Math.log10(size));
      return figure(value / Math.pow(10, exponent)) + "e" + exponent;
    }
    int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.indexOf('.') < 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
