package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.runtime.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A search as a page: what the trials came to, one after another, and their table.
 *
 * @param objective what they are judged by: {@code maximize(accuracy)}
 * @param status in a few words: {@code 7 of 20 trials}
 * @param values of the trials in their order; null where one failed
 * @param table its first row is the head
 */
public record SearchPage(
    ElaboratedNetwork network,
    String objective,
    String status,
    List<Double> values,
    List<List<String>> table) {

  /** Writes the page: the old one or the new one is there, never a part. */
  public void write(Path file) throws IOException {
    byte[] page = page().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(page));
  }

  String page() {
    Markup out = new Markup();
    out.open("header").element("h1", network.name()).element("p", status, "class", "status");
    String about =
        String.format(
            Locale.ROOT,
            "Search of %s: %s over a share of the training examples",
            network.span().source().fileName(),
            objective);
    out.element("p", about, "class", "about").close("header");
    out.open("section", "class", "charts").open("figure").open("figcaption");
    out.element("b", objective + " by trial").close("figcaption");
    out.raw(
        new LineChart("trial", 1, List.of(new LineChart.Series(objective, "trial", values))).svg());
    out.close("figure").close("section");
    out.open("section").element("h2", "Trials");
    Table trials = new Table(out, table.get(0).stream().map(h -> h + " >").toArray(String[]::new));
    table.subList(1, table.size()).forEach(row -> trials.row(row.toArray(String[]::new)));
    trials.end();
    out.close("section");
    return Page.of(network, false, out.toString());
  }
}
