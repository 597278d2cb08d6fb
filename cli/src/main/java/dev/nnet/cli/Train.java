package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.LabelledImages;
import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Metrics;
import dev.nnet.runtime.train.Progress;
import dev.nnet.runtime.train.Trainer;
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
  private static final int BAR = 24;

  @Mixin NetworkFile source;

  @Option(names = "--data", paramLabel = "DIR", description = "IDX files, or a folder a class")
  Path data;

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

  @Option(names = "--threads", description = "all cores by default; the result is the same")
  int threads = Runtime.getRuntime().availableProcessors();

  private long lastDrawn;

  @Override
  public Integer call() throws IOException {
    CompiledNetwork compiled = source.compile(StageListener.NONE);
    Path directory = source.data(data, compiled, section);
    Borders borders = Borders.of(compiled.spec());
    Borders.Data found = borders.read(directory, compiled.spec().channels(borders.picture()));
    LabelledImages train = found.train();
    LabelledImages test = found.test();
    String name = compiled.elaborated().name();
    Path weights = out != null ? out : Path.of(name.toLowerCase(Locale.ROOT) + ".safetensors");
    Path folder = weights.toAbsolutePath().getParent();
    if (!Files.isWritable(folder)) {
      throw new IOException("cannot write weights to " + folder);
    }
    System.out.printf(
        "%s: %,d parameters, %,d examples of %s%n",
        name, compiled.spec().parameterCount(), train.size(), directory);
    long start = seed != null ? seed : compiled.spec().train(section).seed();
    Model model = Model.create(compiled.load(), start);
    if (from != null) {
      model = model.adopt(from, WeightOptions.names(names), System.out::println);
    }
    try (Trainer trainer = Trainer.create(model, section)) {
      trainer.threads(threads).seed(start);
      if (epochs != null) {
        trainer.epochs(epochs);
      }
      boolean terminal = System.console() != null;
      trainer.onBatch(p -> draw(p, terminal));
      trainer.onEpoch(e -> epoch(e, terminal));
      trainer.fit(train, test);
      trainer.model().save(weights);
      Metrics metrics = trainer.evaluate(test);
      System.out.printf("weights in %s%n", weights);
      System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * metrics.value("accuracy"));
    }
    return 0;
  }

  private void draw(Progress p, boolean terminal) {
    long now = System.nanoTime();
    if (!terminal || now - lastDrawn < 100_000_000) {
      return;
    }
    lastDrawn = now;
    int full = BAR * p.batch() / p.batches();
    System.out.printf(
        Locale.ROOT,
        "\repoch %d/%d [%s%s] %d/%d  %,.0f samples/s  loss %.4f  accuracy %.4f  %.0f s left ",
        p.epoch(),
        p.epochs(),
        "#".repeat(full),
        ".".repeat(BAR - full),
        p.batch(),
        p.batches(),
        p.samplesPerSecond(),
        p.loss(),
        p.metric("accuracy"),
        p.secondsLeft());
    System.out.flush();
  }

  private static void epoch(EpochReport e, boolean terminal) {
    Metrics valid = e.validation().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%sepoch %2d/%d  loss %.4f  accuracy %.4f  |  test loss %.4f  accuracy %.4f  |  %.1f s, %,.0f samples/s%s%n",
        terminal ? "\r" : "",
        e.number(),
        e.epochs(),
        e.loss(),
        e.metrics().value("accuracy"),
        valid.loss(),
        valid.value("accuracy"),
        e.seconds(),
        e.samplesPerSecond(),
        terminal ? " ".repeat(24) : "");
  }
}
