package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import dev.nnet.cli.report.Run.Epoch;
import dev.nnet.cli.report.Run.Start;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

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
  /** The page; {@code live} if it follows the run that is going on. */
  String page(boolean live) {
    return Page.of(network, live, running());
  }

  /** The part of the page that changes with every epoch. */
  String running() {
    Markup out = new Markup();
    heading(out);
    tiles(out);
    charts(out);
    tables(out);
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
    last.judged()
        .forEach((name, value) -> Page.tile(out, judge + " " + name, Page.shown(name, value)));
    Page.tile(out, "epochs", last.epoch() + " of " + run.start().epochs());
    Page.tile(out, "training", time(run.seconds()));
    Page.tile(
        out, "examples a second", String.format(Locale.ROOT, "%,.0f", last.samplesPerSecond()));
    run.epochs().stream()
        .filter(Epoch::best)
        .reduce((a, b) -> b)
        .ifPresent(b -> Page.tile(out, "best so far", "epoch " + b.epoch()));
    out.close("section");
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

  /** Square tables of the last epoch, unless those of the answers are the same. */
  private void tables(Markup out) {
    boolean same = answers.isPresent() && run.start().judge().equals("test");
    if (run.epochs().isEmpty() || same) {
      return;
    }
    Epoch last = run.epochs().get(run.epochs().size() - 1);
    last.tables()
        .forEach(
            (name, rows) -> {
              String heading = run.start().judge() + " " + name + ", epoch " + last.epoch();
              String about = "Rows are what is right, columns what was answered.";
              if (rows.size() == rows.get(0).size()) {
                Confusion.write(out, heading, about, classes(rows.size()), rows);
              }
            });
  }

  /** Names of classes where the answers know as many, else numbers. */
  private List<String> classes(int count) {
    return answers
        .map(Answers::classes)
        .filter(c -> c.size() == count)
        .orElse(IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  private void chart(Markup out, String name, List<LineChart.Series> series) {
    out.open("figure").open("figcaption").element("b", name);
    if (series.size() > 1) {
      series.forEach(s -> out.element("span", s.style(), "class", "key " + s.style()));
    }
    out.close("figcaption");
    out.raw(new LineChart("epoch", run.epochs().get(0).epoch(), series).svg()).close("figure");
  }
}
