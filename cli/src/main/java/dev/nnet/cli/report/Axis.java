package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;

/**
 * A scale of a chart whose ticks are round: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low a tick
 * @param high a tick
 * @param unit from tick to tick
 * @param from where {@code low} is drawn
 * @param to where {@code high} is drawn
 */
record Axis(double low, double high, double unit, double from, double to) {
  private static final int TICKS = 5;

  /** The scale that holds these values; of nothing, one from 0 to 1. */
  static Axis of(double least, double most, double from, double to) {
    double low = least <= most ? least : 0;
    double high = least <= most ? most : 1;
    double span = high - low;
    if (span < 1e-9 * Math.abs(high) || span == 0) {
      span = high == 0 ? 1 : Math.abs(high);
    }
    double unit = unit(span / TICKS);
    double first = Math.floor(low / unit) * unit;
    return new Axis(first, Math.max(first + unit, Math.ceil(high / unit) * unit), unit, from, to);
  }

  /** The least round number that is not below another. */
  static double unit(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double step : new double[] {1, 2, 5}) {
      if (step * power >= least * (1 - 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** Where a value is drawn. */
  double at(double value) {
    return from + (to - from) * (value - low) / (high - low);
  }

  /** Lines over the chart at every tick, with their numbers at the left. */
  void horizontals(Markup out, double left, double right) {
    for (int k = 0; low + k * unit <= high + unit / 2; k++) {
      double y = at(low + k * unit);
      out.empty("line", "class", "grid", "x1", left, "x2", right, "y1", y, "y2", y);
      String number = LineChart.figure(low + k * unit);
      out.element("text", number, "x", left - 8, "y", y + 4, "text-anchor", "end");
    }
  }

  /** The numbers of the ticks, below the chart. */
  void numbersBelow(Markup out, double y) {
    for (int k = 0; low + k * unit <= high + unit / 2; k++) {
      String number = LineChart.figure(low + k * unit);
      out.element("text", number, "x", at(low + k * unit), "y", y, "text-anchor", "middle");
    }
  }
}
