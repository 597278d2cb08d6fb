package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import java.util.List;
import java.util.Locale;

/** A table of counts whose rows and columns are classes: the diagonal is what was right. */
final class Confusion {
  private Confusion() {}

  /**
   * Writes a section.
   *
   * @param classes what rows and columns are called
   * @param rows of counts, null where there is none
   */
  static void write(
      Markup out, String heading, String about, List<String> classes, List<List<Double>> rows) {
    out.open("section").element("h2", heading).element("p", about);
    out.open("div", "class", "wide")
        .open("table", "class", "confusion")
        .open("tr")
        .element("th", "");
    classes.forEach(c -> out.element("th", c));
    out.close("tr");
    for (int row = 0; row < rows.size(); row++) {
      row(out, row, classes, rows.get(row));
    }
    out.close("table").close("div").close("section");
  }

  private static double count(Double known) {
    return known == null ? 0 : known;
  }

  private static void row(Markup out, int row, List<String> classes, List<Double> counts) {
    double sum = counts.stream().mapToDouble(Confusion::count).sum();
    out.open("tr").element("th", classes.get(row));
    for (int column = 0; column < counts.size(); column++) {
      double count = count(counts.get(column));
      double share = count == 0 ? 0 : count / sum;
      boolean right = row == column;
      double strength = right ? share : Math.min(1, Math.sqrt(share));
      String hint =
          String.format(
              Locale.ROOT,
              "%s answered as %s: %.0f, %.1f %%",
              classes.get(row),
              classes.get(column),
              count,
              100 * share);
      out.element(
          "td",
          count == 0 ? "" : String.format(Locale.ROOT, "%.0f", count),
          "class",
          right ? "right" : "wrong",
          "style",
          String.format(Locale.ROOT, "--share:%.3f", strength),
          "title",
          hint);
    }
    out.close("tr");
  }
}
