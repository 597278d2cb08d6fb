package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nnet evaluate FILE --weights W}: the confusion matrix and accuracy, or the metrics. */
@Command(
    name = "evaluate",
    description = {
      "Accuracy and confusion matrix on the test data, or the metrics of the text.",
      "A table or npz file given with --data is test data from end to end."
    })
final class Evaluate implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Mixin WeightOptions weights;

  @Mixin DataOptions data;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    Model model = weights.load(compiled);
    Dataset test = data.test(source, compiled, model.classNames());
    Optional<Scores> scores = Scores.of(compiled.spec());
    if (scores.isPresent()) {
      print(confusion(model, scores.get(), test), model, scores.get());
    } else {
      try (Trainer trainer = Trainer.create(model, "")) {
        Figures.print("test", trainer.evaluate(test));
      }
    }
    return 0;
  }

  private static int[][] confusion(Model model, Scores scores, Dataset test) {
    int classes = scores.label().bound();
    int[][] confusion = new int[classes][classes];
    try (Session session = model.session(1)) {
      float[] output = session.output(scores.output().name());
      int[] label = session.intTarget(scores.label().name());
      for (int i = 0; i < test.size(); i++) {
        test.read(i, session.row(0));
        session.run(1);
        confusion[label[0]][Scores.best(output)]++;
      }
    }
    return confusion;
  }

  private static void print(int[][] confusion, Model model, Scores scores) {
    String[] names = new String[confusion.length];
    Arrays.setAll(names, c -> model.classNames().name(scores.label().name(), c));
    int width = 6;
    for (String name : names) {
      width = Math.max(width, Math.min(14, name.length() + 1));
    }
    String cell = "%" + width + "." + (width - 1) + "s";
    System.out.print("label \\ answer");
    for (String name : names) {
      System.out.printf(cell, name);
    }
    System.out.println();
    int right = 0;
    int total = 0;
    for (int label = 0; label < confusion.length; label++) {
      System.out.printf("%14.14s", names[label]);
      for (int n : confusion[label]) {
        System.out.printf(cell, n == 0 ? "." : Integer.toString(n));
        total += n;
      }
      System.out.println();
      right += confusion[label][label];
    }
    System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100.0 * right / total);
  }
}
