package dev.nnet.cli;

import dev.nnet.cli.report.Answers;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.Metrics;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nnet evaluate FILE --weights W}: the confusion matrix and accuracy, or the metrics. */
@Command(
    name = "evaluate",
    description = {
      "The confusion matrix and the metrics of the text, on the test data.",
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
    Answers answers = Answers.of(model, test);
    boolean classes = !answers.classes().isEmpty();
    if (classes) {
      print(answers);
    }
    boolean measured = compiled.spec().trainings().stream().anyMatch(t -> t.section().isEmpty());
    Set<String> shown = measured || !classes ? metrics(model, test) : Set.of();
    if (classes && !shown.contains("accuracy")) {
      double right = 100.0 * answers.right() / answers.examples();
      System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", right);
    }
    return 0;
  }

  /** Prints the metrics of the section without a name; returns which these are. */
  private static Set<String> metrics(Model model, Dataset test) {
    try (Trainer trainer = Trainer.create(model, "")) {
      Metrics metrics = trainer.evaluate(test);
      Figures.print("test", metrics);
      return metrics.values().keySet();
    }
  }

  private static void print(Answers answers) {
    List<String> names = answers.classes();
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
    for (int label = 0; label < names.size(); label++) {
      System.out.printf("%14.14s", names.get(label));
      for (int n : answers.confusion()[label]) {
        System.out.printf(cell, n == 0 ? "." : Integer.toString(n));
      }
      System.out.println();
    }
  }
}
