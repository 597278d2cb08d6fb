package dev.nnet.cli;

import dev.nnet.cli.search.SearchRun;
import dev.nnet.cli.search.SearchRun.Best;
import dev.nnet.cli.search.TextHash;
import dev.nnet.cli.search.TrialsFile.Start;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet search FILE}: tries what the text's search section says, keeps the best. */
@Command(
    name = "search",
    description = {
      "Try the settings of the text's search section, and keep the best.",
      "Trials are judged by a share of the training examples: `validation` of the train section, a"
          + " tenth if it says none. The test examples are asked once, for the best."
    })
final class SearchCommand implements Callable<Integer> {
  /** Training that a kill may cost. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  @Mixin NetworkFile source;

  @Mixin DataOptions data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where trials.jsonl and best.safetensors go; NETWORK.search if unsaid")
  Path out;

  @Option(
      names = "--resume",
      description = "go on with the search that the folder has: only what is missing is tried")
  boolean resume;

  @Option(names = "--threads", description = "all cores by default; the result is the same")
  int threads = Runtime.getRuntime().availableProcessors();

  private CompiledNetwork asked;
  private TrainingData found;

  @Override
  public Integer call() throws IOException {
    TextHash hash = new TextHash();
    CompiledNetwork network = source.compile(hash);
    String name = network.elaborated().name();
    if (network.elaborated().search().isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no search section: search { rate in log_uniform(1e-4, 1e-1) }");
    }
    Path folder = out != null ? out : Path.of(name.toLowerCase(Locale.ROOT) + ".search");
    int count = examples(network).train().size();
    Start start =
        new Start(
            name,
            hash.hex(),
            data.place(source, network, "").toString(),
            count,
            network.spec().train("").settings().seed(),
            OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            System.getProperty("java.version"));
    SearchRun run =
        new SearchRun(
            Source.read(source.file), network, n -> examples(n).train(), threads, folder, KEPT);
    System.out.printf(
        "%s: %d trials, %,d examples of %s%n", name, run.trials(), start.examples(), start.data());
    if (resume) {
      run.resume(start);
    } else {
      if (run.exists()) {
        System.out.printf(
            "%s is of an earlier search and will be replaced; --resume goes on with it%n", folder);
      }
      run.begin(start);
    }
    run.run();
    System.out.println();
    run.table().forEach(System.out::println);
    Optional<Best> best = run.found();
    if (best.isEmpty()) {
      throw new IllegalArgumentException("no trial came to its end: all of them failed");
    }
    tell(best.get());
    return 0;
  }

  /** The data, read again only where a trial has other inputs or targets. */
  private TrainingData examples(CompiledNetwork network) throws IOException {
    if (found == null || !borders(asked).equals(borders(network))) {
      found = data.read(source, network, "", null);
      asked = network;
    }
    return found;
  }

  /** What data are read by. */
  private static List<Object> borders(CompiledNetwork network) {
    ModelSpec spec = network.spec();
    return List.of(
        spec.borders().stream().filter(b -> b.kind().ofExamples()).toList(),
        spec.preprocessing(),
        spec.numbers());
  }

  private void tell(Best best) throws IOException {
    Model model = Model.load(best.network().load(), best.weights());
    System.out.printf(
        "%ntrial %d is the best; its weights are in %s%n", best.trial(), best.weights());
    try (Trainer trainer = Trainer.create(model, "").threads(threads)) {
      Figures.print("test", trainer.evaluate(examples(best.network()).test()));
    }
    String name = "Best" + model.spec().network();
    System.out.printf(
        "to use it, add to %s%n    network %s = %s%nand give --network %s --weights %s%n",
        source.file, name, best.call(), name, best.weights());
  }
}
