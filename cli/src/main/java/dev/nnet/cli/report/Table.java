package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;

/** A table of a page, row by row; columns of numbers have headings that end in {@code >}. */
final class Table {
  private final Markup out;
  private final String[] headings;

  Table(Markup out, String... headings) {
    this.out = out;
    this.headings = headings;
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (int i = 0; i < headings.length; i++) {
      out.element("th", headings[i].replace(" >", ""), "class", style(i));
    }
    out.close("tr").close("thead").open("tbody");
  }

  private String style(int column) {
    return headings[column].endsWith(" >") ? "number" : "text";
  }

  void row(String... cells) {
    out.open("tr");
    for (int i = 0; i < cells.length; i++) {
      out.element("td", cells[i], "class", style(i));
    }
    out.close("tr");
  }

  void end() {
    out.close("tbody").close("table").close("div");
  }
}
