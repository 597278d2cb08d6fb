package dev.nnet.cli;

import dev.nnet.runtime.train.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where and how often a run is kept, and whether one goes on. */
final class CheckpointOptions {
  private static final Pattern INTERVAL = Pattern.compile("([1-9]\\d{0,8}) ?(min|s)?");

  @Option(
      names = "--resume",
      description = "go on with the run whose checkpoint lies beside the weights")
  boolean resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description =
          "epoch (default), a number of steps such as 500, or a time such as 10min or 90s")
  String every = "epoch";

  /** The files beside the weights. */
  Checkpoints beside(Path weights) {
    Checkpoints files = Checkpoints.beside(weights);
    if (every.equals("epoch")) {
      return files;
    }
    Matcher interval = INTERVAL.matcher(every);
    if (!interval.matches()) {
      throw new IllegalArgumentException(
          "--checkpoint-every is epoch, 500 or 10min, not '" + every + "'");
    }
    long count = Long.parseLong(interval.group(1));
    String unit = interval.group(2);
    if (unit == null) {
      return files.everySteps(count);
    }
    return files.every(unit.equals("s") ? Duration.ofSeconds(count) : Duration.ofMinutes(count));
  }
}
