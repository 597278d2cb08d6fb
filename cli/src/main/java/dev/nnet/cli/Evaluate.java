package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.data.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet evaluate FILE --weights W}: accuracy and the confusion matrix. */
@Command(name = "evaluate", description = "Accuracy and confusion matrix on the test data.")
final class Evaluate implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Mixin WeightOptions weights;

  @Option(names = "--data", paramLabel = "DIR", description = "IDX files, or a folder a class")
  Path data;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    Model model = weights.load(compiled);
    Borders borders = Borders.of(compiled.spec());
    Path directory = source.data(data, compiled, "");
    LabelledImages test =
        borders.read(directory, compiled.spec().channels(borders.picture())).test();
    int classes = borders.scores().valuesPerExample();
    int[][] confusion = new int[classes][classes];
    try (Session session = model.session(1)) {
      float[] scores = session.output(borders.scores().name());
      for (int i = 0; i < test.size(); i++) {
        session.row(0).put(borders.picture().name(), test.image(i));
        session.run(1);
        confusion[test.label(i)][Predict.argmax(scores, classes)]++;
      }
    }
    print(confusion, test.size());
    return 0;
  }

  private static void print(int[][] confusion, int total) {
    System.out.print("label \\ answer");
    for (int c = 0; c < confusion.length; c++) {
      System.out.printf("%6d", c);
    }
    System.out.println();
    int right = 0;
    for (int label = 0; label < confusion.length; label++) {
      System.out.printf("%14d", label);
      for (int n : confusion[label]) {
        System.out.printf("%6s", n == 0 ? "." : Integer.toString(n));
      }
      System.out.println();
      right += confusion[label][label];
    }
    System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100.0 * right / total);
  }
}
