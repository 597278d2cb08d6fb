package dev.nnet.cli;

import dev.nnet.runtime.train.Metrics;
import java.util.Locale;

/** Metrics as text. */
final class Figures {
  private Figures() {}

  /** One line: {@code loss 0.0812 accuracy 0.9751}. */
  static String line(Metrics metrics) {
    StringBuilder line = new StringBuilder(figure("loss", metrics.loss()));
    metrics
        .values()
        .forEach((name, value) -> line.append(value.isNaN() ? "" : "  " + figure(name, value)));
    return line.toString();
  }

  /** {@code accuracy 0.9751}. */
  static String figure(String name, double value) {
    return String.format(Locale.ROOT, "%s %.4f", name, value);
  }

  /** One line each, shares in percent: {@code test accuracy 97.51 %}. */
  static void print(String part, Metrics metrics) {
    System.out.println(part + " " + figure("loss", metrics.loss()));
    metrics
        .values()
        .forEach(
            (name, value) ->
                System.out.println(
                    part
                        + " "
                        + (name.endsWith("accuracy")
                            ? String.format(Locale.ROOT, "%s %.2f %%", name, 100 * value)
                            : figure(name, value))));
  }
}
