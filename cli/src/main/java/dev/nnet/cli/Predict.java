package dev.nnet.cli;

import dev.nnet.cli.report.Scores;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.images.ImageFile;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.Npz;
import dev.nnet.runtime.data.TableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code nnet predict FILE --weights W --input digit.png}: scores as bars, and the answer; {@code
 * --input rows.csv} answers every row, {@code --input digits.npz} every example, {@code --input
 * reviews.txt} every line.
 */
@Command(
    name = "predict",
    description =
        "Scores of a picture, of the rows of a table, of lines of text, or of examples in arrays.")
final class Predict implements Callable<Integer> {
  private static final int BAR = 40;

  /** Classes that are shown where there are many. */
  private static final int BEST = 10;

  @Mixin NetworkFile source;

  @Mixin WeightOptions weights;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "a picture, a table (.csv) with a column for each input, arrays (.npz) of their names, or"
              + " texts (.txt), one in a line")
  Path input;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    Model model = weights.load(compiled);
    if (input.toString().endsWith(".csv")) {
      TableReader reader = TableReader.of(model.spec()).with(model.classNames()).inputsOnly();
      all(model, reader.read(input));
    } else if (input.toString().endsWith(".npz")) {
      all(model, Npz.read(input).inputs(model.spec()));
    } else if (input.toString().endsWith(".txt")) {
      all(model, Texts.of(model.spec(), input).bare(input, model.classNames()));
    } else {
      picture(model);
    }
    return 0;
  }

  private void picture(Model model) throws IOException {
    ModelSpec spec = model.spec();
    List<BorderSpec> inputs = spec.bordersOf(BorderSpec.Kind.INPUT);
    if (inputs.size() != 1 || spec.preprocessing().isEmpty()) {
      throw new IllegalArgumentException(
          spec.network() + " does not take one picture; rows.csv or arrays.npz give it numbers");
    }
    BorderSpec picture = inputs.get(0);
    Object image = ImageFile.read(input, spec.channels(picture));
    print(model, model.run(Map.of(picture.name(), image)));
  }

  private static void all(Model model, Dataset examples) {
    try (Session session = model.session(1)) {
      for (int i = 0; i < examples.size(); i++) {
        examples.read(i, session.row(0));
        session.run(1);
        if (examples.size() == 1) {
          print(model, model.outputs(session));
        } else {
          System.out.printf("%5d  %s%n", i + 1, line(model, model.outputs(session)));
        }
      }
    }
  }

  /** Bars for classes, numbers for everything else. */
  private static void print(Model model, Map<String, Object> outputs) {
    Scores scores = Scores.of(model.spec()).orElse(null);
    if (scores == null) {
      System.out.println(line(model, outputs));
      return;
    }
    float[] values = (float[]) outputs.get(scores.output().name());
    double[] shares = Scores.shares(values);
    int[] shown = shown(values);
    int width = 4;
    for (int c : shown) {
      width = Math.max(width, name(model, scores, c).length());
    }
    for (int c : shown) {
      System.out.printf(
          Locale.ROOT,
          "%" + width + "s %8.3f %6.2f %% %s%n",
          name(model, scores, c),
          values[c],
          100 * shares[c],
          "#".repeat((int) Math.round(shares[c] * BAR)));
    }
    System.out.println("answer " + name(model, scores, Scores.best(values)));
  }

  private static String name(Model model, Scores scores, int number) {
    return model.classNames().name(scores.label().name(), number);
  }

  /** An answer in a line: the best class and its share, or all outputs. */
  private static String line(Model model, Map<String, Object> outputs) {
    Scores scores = Scores.of(model.spec()).orElse(null);
    if (scores != null) {
      float[] values = (float[]) outputs.get(scores.output().name());
      int best = Scores.best(values);
      double share = 100 * Scores.shares(values)[best];
      return String.format(Locale.ROOT, "%s  %.2f %%", name(model, scores, best), share);
    }
    StringBuilder line = new StringBuilder();
    outputs.forEach(
        (name, value) -> {
          String text = value instanceof float[] f ? floats(f) : ints((int[]) value);
          line.append(line.isEmpty() ? "" : "  ").append(name).append(' ').append(text);
        });
    return line.toString();
  }

  private static String floats(float[] values) {
    return String.join(
        " ",
        IntStream.range(0, values.length)
            .mapToObj(i -> String.format(Locale.ROOT, "%.4g", values[i]))
            .toList());
  }

  private static String ints(int[] values) {
    return String.join(" ", IntStream.of(values).mapToObj(Integer::toString).toList());
  }

  /** All classes in order, or the best of many, the best first. */
  private static int[] shown(float[] scores) {
    IntStream classes = IntStream.range(0, scores.length);
    if (scores.length <= 2 * BEST) {
      return classes.toArray();
    }
    return classes
        .boxed()
        .sorted(Comparator.comparing(c -> -scores[c]))
        .limit(BEST)
        .mapToInt(c -> c)
        .toArray();
  }
}
