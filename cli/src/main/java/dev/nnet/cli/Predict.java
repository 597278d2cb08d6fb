package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.images.ImageFile;
import dev.nnet.runtime.Image;
import dev.nnet.runtime.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet predict FILE --weights W --input digit.png}: scores as bars, and the answer. */
@Command(name = "predict", description = "Scores of one picture.")
final class Predict implements Callable<Integer> {
  private static final int BAR = 40;

  /** Classes that are shown where there are many. */
  private static final int BEST = 10;

  @Mixin NetworkFile source;

  @Mixin WeightOptions weights;

  @Option(names = "--input", required = true, paramLabel = "PICTURE")
  Path input;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    Model model = weights.load(compiled);
    Borders borders = Borders.of(compiled.spec());
    Image picture = ImageFile.read(input, compiled.spec().channels(borders.picture()));
    Map<String, Object> outputs = model.run(Map.of(borders.picture().name(), picture));
    float[] scores = (float[]) outputs.get(borders.scores().name());
    double sum = 0;
    int best = argmax(scores, scores.length);
    for (float s : scores) {
      sum += Math.exp(s - scores[best]);
    }
    for (int c : shown(scores)) {
      double share = Math.exp(scores[c] - scores[best]) / sum;
      System.out.printf(
          Locale.ROOT,
          "%4d %8.3f %6.2f %% %s%n",
          c,
          scores[c],
          100 * share,
          "#".repeat((int) Math.round(share * BAR)));
    }
    System.out.println("answer " + best);
    return 0;
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

  static int argmax(float[] scores, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
