package dev.nnet.cli;

import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Progress;
import dev.nnet.runtime.train.Trainer;
import java.util.List;
import java.util.Locale;

/** What a terminal shows of training: a bar that moves within an epoch, a line for each epoch. */
final class ProgressLines {
  private static final int BAR = 24;
  private static final long REDRAW = 100_000_000;

  private final List<MetricSpec> metrics;
  private final String judge;
  private final boolean terminal = System.console() != null;
  private long lastDrawn;
  private int width;

  /**
   * @param metrics of the section
   * @param judge what epochs are judged by: {@code test} or {@code validation}
   */
  ProgressLines(List<MetricSpec> metrics, String judge) {
    this.metrics = metrics;
    this.judge = judge;
  }

  void follow(Trainer trainer) {
    if (terminal) {
      trainer.onBatch(this::draw);
    }
    trainer.onEpoch(this::epoch);
  }

  private void draw(Progress p) {
    long now = System.nanoTime();
    if (now - lastDrawn < REDRAW) {
      return;
    }
    lastDrawn = now;
    int full = BAR * p.batch() / p.batches();
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "epoch %d/%d [", p.epoch(), p.epochs()));
    line.append("#".repeat(full)).append(".".repeat(BAR - full));
    line.append(
        String.format(
            Locale.ROOT,
            "] %d/%d  %,.0f samples/s  %s",
            p.batch(),
            p.batches(),
            p.samplesPerSecond(),
            Figures.figure("loss", p.loss())));
    for (MetricSpec metric : metrics) {
      double value = p.metric(metric.name());
      line.append(Double.isNaN(value) ? "" : "  " + Figures.figure(metric.name(), value));
    }
    line.append(String.format(Locale.ROOT, "  %.0f s left", p.secondsLeft()));
    overwrite(line.toString());
    System.out.flush();
  }

  private void epoch(EpochReport e) {
    String line =
        String.format(
            Locale.ROOT,
            "epoch %2d/%d  %s%s  |  %.1f s, %,.0f samples/s",
            e.number(),
            e.epochs(),
            Figures.line(e.metrics()),
            e.validation().map(v -> "  |  " + judge + " " + Figures.line(v)).orElse(""),
            e.seconds(),
            e.samplesPerSecond());
    if (terminal) {
      overwrite(line);
      System.out.println();
    } else {
      System.out.println(line);
    }
    if (e.last() && e.number() < e.epochs()) {
      System.out.println("stopped early: back to the best epoch");
    }
    width = 0;
  }

  /** Replaces the running line, whatever its length was. */
  private void overwrite(String line) {
    System.out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    width = line.length();
  }
}
