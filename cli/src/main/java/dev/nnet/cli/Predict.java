package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Image;
import dev.nnet.runtime.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet predict FILE --weights W --input digit.png}: scores as bars, and the answer. */
@Command(name = "predict", description = "Scores of one picture.")
final class Predict implements Callable<Integer> {
  private static final int BAR = 40;

  @Mixin NetworkFile source;

  @Option(names = "--weights", required = true, paramLabel = "FILE")
  Path weights;

  @Option(names = "--input", required = true, paramLabel = "PICTURE")
  Path input;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    Model model = Model.load(compiled.load(), weights);
    Borders borders = Borders.of(compiled.spec());
    Map<String, Object> outputs = model.run(Map.of(borders.picture().name(), grey(input)));
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

  /** A picture in grey, as MNIST stores digits: bright on dark. */
  private static Image grey(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    BufferedImage picture = ImageIO.read(path.toFile());
    if (picture == null) {
      throw new IOException(path + ": no picture that can be read");
    }
    byte[] grey = new byte[picture.getWidth() * picture.getHeight()];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        int sum = 299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255);
        grey[y * picture.getWidth() + x] = (byte) ((sum + 500) / 1000);
      }
    }
    return Image.of(picture.getWidth(), picture.getHeight(), 1, grey);
  }
}
