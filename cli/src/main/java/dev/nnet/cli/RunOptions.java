package dev.nnet.cli;

import dev.nnet.cli.report.Answers;
import dev.nnet.cli.report.KernelTimes;
import dev.nnet.cli.report.Run;
import dev.nnet.cli.report.RunFolder;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.VectorSupport;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Option;

/** What a run leaves to look at, and who may look on. */
final class RunOptions {
  /** Seconds to warm kernels up before they are measured; never more than training took. */
  private static final double WARM_UP = 4;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "where log.jsonl and report.html go; beside the weights if unsaid")
  Path folder;

  @Option(
      names = "--live",
      paramLabel = "PORT",
      description = "serves the report while training, to this machine alone; 0 for any free port")
  Integer live;

  /**
   * The folder of a run that begins or goes on; it hears of every epoch from now on.
   *
   * @param weights beside which it lies by default
   * @param data where the examples come from
   */
  RunFolder follow(
      Trainer trainer,
      CompiledNetwork network,
      Path weights,
      TrainingData examples,
      Path data,
      int threads)
      throws IOException {
    Run.Start start =
        new Run.Start(
            network.elaborated().name(),
            network.elaborated().span().source().fileName(),
            trainer.section(),
            trainer.epochsDone(),
            trainer.settings().epochs(),
            trainer.settings().text(),
            judge(trainer.settings()),
            network.spec().parameterCount(),
            data.toString(),
            examples.train().size(),
            examples.test().size(),
            threads,
            OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            System.getProperty("java.version"));
    RunFolder run = new RunFolder(folder(weights), network.elaborated(), start);
    if (live != null) {
      System.out.printf("live at %s%n", run.live(live));
    }
    run.follow(trainer);
    return run;
  }

  /** What epochs are judged by. */
  static String judge(TrainSettings settings) {
    return settings.validation() > 0 ? "validation" : "test";
  }

  private Path folder(Path weights) {
    String stem = weights.getFileName().toString().replaceFirst("\\.safetensors$", "");
    return folder != null ? folder : weights.resolveSibling(stem + ".run");
  }

  /** Looks at what was learned, and where the time goes. */
  static void done(RunFolder run, Trainer trainer, CompiledNetwork network, TrainingData examples)
      throws IOException {
    Answers answers = Answers.of(trainer.model(), examples.test());
    Emission emission = VectorSupport.available() ? Emission.VECTOR : Emission.PLAIN;
    String program = trainer.section().isEmpty() ? "training" : "training " + trainer.section();
    int batch = trainer.settings().batch();
    double seconds = Math.min(WARM_UP, run.seconds());
    run.done(answers, KernelTimes.measure(network, program, emission, batch, seconds));
    System.out.printf("report in %s%n", run.report());
  }
}
