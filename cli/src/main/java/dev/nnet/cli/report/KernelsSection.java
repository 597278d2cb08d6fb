package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The part of a page that shows where the time of a step goes. */
final class KernelsSection {
  private static final int SHOWN = 24;

  private KernelsSection() {}

  static void write(KernelTimes times, Markup out) {
    double total = times.rows().stream().mapToDouble(KernelTimes.Row::nanos).sum();
    out.open("section").element("h2", "Where time goes");
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "The %s program on one thread, %d examples: %s ms in %d kernels, of which these"
                + " take most. The machine's limit is %.1f GFLOP/s.",
            times.program(),
            times.batch(),
            LineChart.figure(total / 1e6),
            times.rows().size(),
            times.limit()));
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (String heading : List.of("kernel", "line", "us", "", "share", "GFLOP/s", "of limit")) {
      out.element("th", heading, "class", heading.equals("kernel") ? "text" : "number");
    }
    out.close("tr").close("thead").open("tbody");
    times.rows().stream()
        .sorted(Comparator.comparingDouble(r -> -r.nanos()))
        .limit(SHOWN)
        .forEach(r -> row(r, total, times.limit(), out));
    out.close("tbody").close("table").close("div").close("section");
  }

  private static void row(KernelTimes.Row r, double total, double limit, Markup out) {
    double share = 100 * r.nanos() / total;
    out.open("tr").element("td", r.name(), "class", "text");
    out.element("td", Integer.toString(r.line()), "class", "number");
    out.element("td", String.format(Locale.ROOT, "%.1f", r.nanos() / 1e3), "class", "number");
    out.open("td", "class", "bar");
    out.element("i", "", "style", String.format(Locale.ROOT, "width:%.1f%%", share)).close("td");
    out.element("td", String.format(Locale.ROOT, "%.1f %%", share), "class", "number");
    String speed = String.format(Locale.ROOT, "%.1f", r.flops() / r.nanos());
    out.element("td", speed, "class", "number");
    String ofLimit = String.format(Locale.ROOT, "%.0f %%", 100 * r.flops() / r.nanos() / limit);
    out.element("td", ofLimit, "class", "number").close("tr");
  }
}
