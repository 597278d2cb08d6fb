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
    KernelTimes.Row total = KernelTimes.total(times.rows());
    out.open("section").element("h2", "Where time goes");
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "The %s program on one thread, %d examples: %s ms in %d kernels, of which these"
                + " take most. A core does %.1f GFLOP/s at most; fma is the share of that, memory"
                + " the share of what its caches or its memory deliver to a kernel of the size.",
            times.program(),
            times.batch(),
            LineChart.figure(total.nanos() / 1e6),
            times.rows().size(),
            times.limit()));
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (String heading :
        List.of("kernel", "line", "us", "", "share", "GFLOP/s", "GB/s", "fma", "memory")) {
      out.element("th", heading, "class", heading.equals("kernel") ? "text" : "number");
    }
    out.close("tr").close("thead").open("tbody");
    times.rows().stream()
        .sorted(Comparator.comparingDouble(r -> -r.nanos()))
        .limit(SHOWN)
        .forEach(r -> row(r, total, out));
    out.close("tbody").close("table").close("div").close("section");
  }

  private static void row(KernelTimes.Row r, KernelTimes.Row total, Markup out) {
    double share = 100 * r.nanos() / total.nanos();
    out.open("tr").element("td", r.name(60), "class", "text");
    number(out, "%.0f", r.line());
    number(out, "%.1f", r.nanos() / 1e3);
    out.open("td", "class", "bar");
    out.element("i", "", "style", String.format(Locale.ROOT, "width:%.1f%%", share)).close("td");
    number(out, "%.1f %%", share);
    number(out, "%.1f", r.flops() / r.nanos());
    number(out, "%.1f", r.bytes() / r.nanos());
    number(out, "%.0f %%", 100 * r.arithmetic() / r.nanos());
    number(out, "%.0f %%", 100 * r.memory() / r.nanos());
    out.close("tr");
  }

  private static void number(Markup out, String format, double value) {
    out.element("td", String.format(Locale.ROOT, format, value), "class", "number");
  }
}
