package dev.nnet.cli;

import dev.nnet.cli.report.RunFolder;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.train.Checkpoints;
import dev.nnet.runtime.train.Trainer;
import dev.nnet.runtime.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet train FILE}: trains on the data, writes the weights, tests them. */
@Command(name = "train", description = "Train a network and test it.")
final class Train implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Mixin DataOptions data;

  @Option(
      names = "--section",
      description = "which train section; the one without a name if unsaid")
  String section = "";

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "weights to begin with, where their paths and sizes fit")
  Path from;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = "what the tensors of --from are called here: `theirs -> ours`, line by line")
  Path names;

  @Option(names = "--out", paramLabel = "FILE", description = "where the weights go")
  Path out;

  @Option(names = "--epochs", description = "instead of the text's")
  Integer epochs;

  @Option(names = "--seed", description = "instead of the text's")
  Long seed;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "of the training examples, such as 0.1, that epochs are judged by; unless it or the text"
              + " says so they are judged by the test examples")
  Double validation;

  @Option(names = "--threads", description = "all cores by default; the result is the same")
  int threads = Runtime.getRuntime().availableProcessors();

  @Mixin CheckpointOptions checkpoints;

  @Mixin RunOptions runs;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    TrainingData found = data.read(source, compiled, section, null);
    String name = compiled.elaborated().name();
    Path weights = out != null ? out : Path.of(name.toLowerCase(Locale.ROOT) + ".safetensors");
    if (!Files.isWritable(weights.toAbsolutePath().getParent())) {
      throw new IOException("cannot write weights to " + weights.toAbsolutePath().getParent());
    }
    Checkpoints files = checkpoints.beside(weights);
    Path place = data.place(source, compiled, section);
    System.out.printf(
        "%s: %,d parameters, %,d examples of %s%n",
        name, compiled.spec().parameterCount(), found.train().size(), place);
    try (Trainer trainer = checkpoints.resume ? resume(compiled, files) : begin(compiled, files)) {
      trainer.threads(threads);
      if (epochs != null) {
        trainer.epochs(epochs);
      }
      if (validation != null) {
        trainer.validation(validation);
      }
      new ProgressLines(
              compiled.spec().train(section).metrics(), RunOptions.judge(trainer.settings()))
          .follow(trainer);
      files.follow(trainer);
      try (RunFolder run = runs.follow(trainer, compiled, weights, found, place, threads)) {
        fit(trainer, found, run);
        trainer.model().save(weights);
        System.out.printf("weights in %s%n", weights);
        RunOptions.done(run, trainer, compiled, found);
      }
      Figures.print("test", trainer.evaluate(found.test()));
    }
    return 0;
  }

  private static void fit(Trainer trainer, TrainingData data, RunFolder run) throws IOException {
    try {
      if (trainer.settings().validation() > 0) {
        trainer.fit(data.train());
      } else {
        trainer.fit(data.train(), data.test());
      }
    } catch (TrainingException e) {
      run.stopped(e.getMessage());
      throw e;
    }
  }

  private Trainer begin(CompiledNetwork compiled, Checkpoints files) throws IOException {
    if (files.exist()) {
      System.out.printf(
          "%s is of an earlier run and will be replaced; --resume goes on with it%n", files.last());
    }
    long start = seed != null ? seed : compiled.spec().train(section).settings().seed();
    Model model = Model.create(compiled.load(), start);
    if (from != null) {
      model = model.adopt(from, WeightOptions.names(names), System.out::println);
    }
    return Trainer.create(model, section).seed(start);
  }

  private Trainer resume(CompiledNetwork compiled, Checkpoints files) throws IOException {
    if (seed != null || from != null || validation != null) {
      String option = seed != null ? "--seed" : from != null ? "--from" : "--validation";
      throw new IllegalArgumentException(option + " cannot change in a run that goes on");
    }
    Trainer trainer = files.resume(compiled.load(), System.err::println);
    if (!trainer.section().equals(section)) {
      throw new IllegalArgumentException(
          files.last() + " is of the train section '" + trainer.section() + "': give --section");
    }
    System.out.printf(
        "going on from %s: epoch %d, step %,d%n",
        trainer.saved().orElseThrow(), trainer.epochsDone() + 1, trainer.steps());
    if (!trainer.settings().equals(compiled.spec().train(section).settings())) {
      System.out.printf("with the settings it began with: %s%n", trainer.settings().text());
    }
    return trainer;
  }
}
