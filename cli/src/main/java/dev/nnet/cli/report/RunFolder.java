package dev.nnet.cli.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.nnet.cli.report.Run.Epoch;
import dev.nnet.cli.report.Run.Start;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.runtime.io.AtomicFile;
import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Progress;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run leaves to look at.
 *
 * <pre>
 * lenet5.run/log.jsonl       a line for each epoch, of this run and of those before
 * lenet5.run/report.html     the last run as a page that opens from disk
 * </pre>
 *
 * Both are whole after a kill: of the log the last epoch may be missing, the report is replaced.
 */
public final class RunFolder implements AutoCloseable {
  private static final Gson GSON = new Gson();

  /** Nanoseconds between two signs of life. */
  private static final long PAUSE = 200_000_000;

  private final Path report;
  private final RunLog log;
  private final ElaboratedNetwork network;
  private volatile Report current;
  private LivePage live;
  private long told;

  /** The folder, with the beginning of a run in its log. */
  public RunFolder(Path folder, ElaboratedNetwork network, Start start) throws IOException {
    try {
      Files.createDirectories(folder);
      this.report = folder.resolve("report.html");
      this.log = new RunLog(folder.resolve("log.jsonl"));
      this.network = network;
      log.start(start);
      current = new Report(network, log.read(), "begun", Optional.empty(), Optional.empty());
    } catch (IOException e) {
      throw new IOException("cannot write the run's folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Serves the report while it grows, to browsers of this machine.
   *
   * @param port 0 for any that is free
   * @return where they find it
   */
  public String live(int port) throws IOException {
    live = new LivePage(port, () -> current.page(true));
    return live.address();
  }

  /** Writes every epoch of a trainer. */
  public void follow(Trainer trainer) {
    trainer.onEpoch(this::epoch);
    if (live != null) {
      trainer.onBatch(this::batch);
    }
  }

  private void batch(Progress p) {
    if (System.nanoTime() - told < PAUSE) {
      return;
    }
    told = System.nanoTime();
    JsonObject progress = new JsonObject();
    progress.addProperty("done", (p.epoch() - 1 + (double) p.batch() / p.batches()) / p.epochs());
    progress.addProperty(
        "text",
        String.format(
            Locale.ROOT,
            "epoch %d of %d, batch %d of %d, loss %.4f, %.0f s left",
            p.epoch(),
            p.epochs(),
            p.batch(),
            p.batches(),
            p.loss(),
            p.secondsLeft()));
    live.send("progress", GSON.toJson(progress));
  }

  private void epoch(EpochReport e) {
    try {
      log.epoch(Epoch.of(e));
      write("epoch " + e.number() + " of " + e.epochs(), Optional.empty(), Optional.empty());
    } catch (IOException problem) {
      throw new UncheckedIOException("cannot write " + report + ": " + problem, problem);
    }
  }

  /** Writes the report of a run that came to its end. */
  public void done(Answers answers, KernelTimes times) throws IOException {
    write("done", Optional.of(answers), Optional.of(times));
  }

  /** Writes the report of a run that ended before. */
  public void stopped(String why) throws IOException {
    write("stopped: " + why, Optional.empty(), Optional.empty());
  }

  private void write(String status, Optional<Answers> answers, Optional<KernelTimes> times)
      throws IOException {
    current = new Report(network, log.read(), status, answers, times);
    byte[] page = current.page(false).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(report, out -> out.write(page));
    if (live != null) {
      live.send("running", GSON.toJson(current.running()));
    }
  }

  /** Seconds of training, those of the runs that it went on from included. */
  public double seconds() {
    return current.run().seconds();
  }

  /** The page. */
  public Path report() {
    return report;
  }

  /** Ends the live page; files stay. */
  @Override
  public void close() {
    if (live != null) {
      live.close();
    }
  }
}
