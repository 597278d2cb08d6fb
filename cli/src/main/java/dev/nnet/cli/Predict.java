package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.images.ImageFile;
import dev.nnet.runtime.Image;
import dev.nnet.runtime.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet predict FILE --weights W --input digit.png}: scores as bars, and the answer. */
@Command(name = "predict", description = "Scores of one picture.")
final class Predict implements Callable<Integer> {
  private static final int BAR = 40;

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
    for (int c = 0; c < scores.length; c++) {
      double share = Math.exp(scores[c] - scores[best]) / sum;
      System.out.printf(
          Locale.ROOT,
          "%3d %8.3f %6.2f %% %s%n",
          c,
          scores[c],
          100 * share,
          "#".repeat((int) Math.round(share * BAR)));
    }
    System.out.println("answer " + best);
    return 0;
  }

  static int argmax(float[] scores, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
