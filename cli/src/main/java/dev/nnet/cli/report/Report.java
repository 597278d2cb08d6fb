package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import dev.nnet.cli.draw.Resources;
import dev.nnet.cli.draw.Svg;
import dev.nnet.cli.report.Run.Epoch;
import dev.nnet.cli.report.Run.Start;
import dev.nnet.compiler.Layers;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as a page that needs nothing else: curves, mistakes, the network, where time goes.
 *
 * @param status in a few words: {@code epoch 3 of 12}, {@code done}
 * @param answers to the test examples; empty until there are some
 * @param times of the training program's kernels; empty until they are measured
 */
record Report(
    ElaboratedNetwork network,
    Run run,
    String status,
    Optional<Answers> answers,
    Optional<KernelTimes> times) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** The page; {@code live} if it follows the run that is going on. */
  String page(boolean live) {
    Map<String, String> parts =
        Map.of(
            "title", Markup.escape(network.name()),
            "live", Boolean.toString(live),
            "running", running(),
            "network", drawn());
    return PLACE
        .matcher(Resources.text(Report.class, "report.html"))
        .replaceAll(m -> Matcher.quoteReplacement(parts.get(m.group(1))));
  }

  /** The part of the page that changes with every epoch. */
  String running() {
    Markup out = new Markup();
    heading(out);
    tiles(out);
    charts(out);
    answers.ifPresent(a -> AnswersSection.write(a, out));
    times.ifPresent(t -> KernelsSection.write(t, out));
    return out.toString();
  }

  private void heading(Markup out) {
    Start s = run.start();
    String section = s.section().isEmpty() ? "" : ", train section " + s.section();
    out.open("header").element("h1", s.network()).element("p", status, "class", "status");
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "%s%s: %,d parameters, %,d examples of %s, %,d to test; %s, Java %s, begun %s",
            s.file(),
            section,
            s.parameters(),
            s.examples(),
            s.data(),
            s.tests(),
            s.threads() == 1 ? "1 thread" : s.threads() + " threads",
            s.java(),
            s.time()),
        "class",
        "about");
    out.element("p", s.settings(), "class", "settings").close("header");
  }

  private void tiles(Markup out) {
    if (run.epochs().isEmpty()) {
      return;
    }
    Epoch last = run.epochs().get(run.epochs().size() - 1);
    out.open("section", "class", "tiles");
    String judge = run.start().judge();
    last.judged().forEach((name, value) -> tile(out, judge + " " + name, shown(name, value)));
    tile(out, "epochs", last.epoch() + " of " + run.start().epochs());
    tile(out, "training", time(run.seconds()));
    tile(out, "examples a second", String.format(Locale.ROOT, "%,.0f", last.samplesPerSecond()));
    run.epochs().stream()
        .filter(Epoch::best)
        .reduce((a, b) -> b)
        .ifPresent(b -> tile(out, "best so far", "epoch " + b.epoch()));
    out.close("section");
  }

  private static void tile(Markup out, String name, String value) {
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

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  private void charts(Markup out) {
    if (run.epochs().isEmpty()) {
      return;
    }
    out.open("section", "class", "charts");
    String judge = run.start().judge();
    for (String name : run.figures()) {
      List<Double> train = new ArrayList<>();
      List<Double> judged = new ArrayList<>();
      run.epochs().forEach(e -> train.add(e.train().get(name)));
      run.epochs().forEach(e -> judged.add(e.judged().get(name)));
      chart(
          out,
          name,
          List.of(
              new LineChart.Series("training " + name, "train", train),
              new LineChart.Series(judge + " " + name, judge, judged)));
    }
    List<Double> rates = run.epochs().stream().map(Epoch::learningRate).toList();
    chart(out, "learning rate", List.of(new LineChart.Series("learning rate", "rate", rates)));
    out.close("section");
  }

  private void chart(Markup out, String name, List<LineChart.Series> series) {
    out.open("figure").open("figcaption").element("b", name);
    if (series.size() > 1) {
      series.forEach(s -> out.element("span", s.style(), "class", "key " + s.style()));
    }
    out.close("figcaption");
    out.raw(new LineChart(run.epochs().get(0).epoch(), series).svg()).close("figure");
  }

  /** The network: a picture, and a table of its layers. */
  private String drawn() {
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
