package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import dev.nnet.cli.draw.Resources;
import dev.nnet.cli.draw.Svg;
import dev.nnet.compiler.Layers;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What all pages about a network have: what was found comes first, the network below. */
final class Page {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private Page() {}

  /**
   * A page that needs nothing else.
   *
   * @param live whether it follows a run that is going on
   * @param found its upper part, as HTML
   */
  static String of(ElaboratedNetwork network, boolean live, String found) {
    Map<String, String> parts =
        Map.of(
            "title", Markup.escape(network.name()),
            "live", Boolean.toString(live),
            "running", found,
            "network", drawn(network));
    return PLACE
        .matcher(Resources.text(Page.class, "report.html"))
        .replaceAll(m -> Matcher.quoteReplacement(parts.get(m.group(1))));
  }

  /** A figure that is seen at a glance. */
  static void tile(Markup out, String name, String value) {
    out.open("div", "class", "tile").element("b", value).element("span", name).close("div");
  }

  /** A share in percent, anything else as a number. */
  static String shown(String name, Double value) {
    if (value == null) {
      return "-";
    }
    return name.endsWith("accuracy")
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : LineChart.figure(value);
  }

  /** The network: a picture, and a table of its layers. */
  private static String drawn(ElaboratedNetwork network) {
    Markup out = new Markup();
    out.open("section").element("h2", "Network");
    out.open("div", "class", "wide").raw(Svg.draw(network)).close("div").close("section");
    out.open("section").element("h2", "Layers");
    Table table = new Table(out, "layer", "output", "parameters >", "FLOPs >");
    List<Layers.Row> rows = Layers.of(network);
    for (Layers.Row r : rows) {
      table.row(r.path(), r.type(), count(r.parameters()), count(r.flops()));
    }
    long flops = rows.stream().mapToLong(Layers.Row::flops).sum();
    table.row("total", "", count(network.graph().parameterCount()), count(flops));
    table.end();
    return out.close("section").toString();
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
