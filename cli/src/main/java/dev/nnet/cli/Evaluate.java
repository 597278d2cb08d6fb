package dev.nnet.cli;

import dev.nnet.cli.report.Answers;
import dev.nnet.cli.report.Evaluation;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.Metrics;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "writes a page for browsers: figures, confusion, wrong answers, the network")
  Path report;

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
    Map<String, Double> figures = new LinkedHashMap<>();
    if (measured || !classes) {
      Metrics metrics = metrics(model, test);
      Figures.print("test", metrics);
      figures.put("loss", metrics.loss());
      figures.putAll(metrics.values());
    }
    if (classes && !figures.containsKey("accuracy")) {
      double right = (double) answers.right() / answers.examples();
      System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * right);
      figures.put("accuracy", right);
    }
    if (report != null) {
      String data = this.data.place(source, compiled, "").toString();
      new Evaluation(compiled.elaborated(), weights.weights, data, test.size(), figures, answers)
          .write(report);
      System.out.printf("report in %s%n", report);
    }
    return 0;
  }

  /** Those of the section without a name. */
  private static Metrics metrics(Model model, Dataset test) {
    try (Trainer trainer = Trainer.create(model, "")) {
      return trainer.evaluate(test);
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
