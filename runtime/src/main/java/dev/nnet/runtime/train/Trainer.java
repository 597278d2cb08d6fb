package dev.nnet.runtime.train;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.OneThread;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.text.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a network on its {@code train} section.
 *
 * <pre>
 *   try (Trainer trainer = Trainer.create(Model.create(network, 42), "").threads(2)) {
 *     trainer.onEpoch(e -&gt; System.out.printf("%d loss %.4f%n", e.number(), e.loss()));
 *     trainer.fit(train, valid);
 *     trainer.model().save(Path.of("weights.safetensors"));
 *   }
 * </pre>
 *
 * It works on its own copy of the parameters; {@link #model()} gives a snapshot. Settings of the
 * text can be overridden before the first step. In steady state a step allocates nothing. One thread
 * at a time; listeners are called on the thread that trains.
 */
public final class Trainer implements AutoCloseable {
  private final Network network;
  private final Run run;
  private final OneThread guard;
  private final Progress progress;
  private Consumer<? super EpochReport> epochListener = report -> {};
  private Consumer<? super Progress> batchListener = report -> {};
  private int threads = 1;
  private Engine engine;
  private double lr;
  private volatile boolean stopped;

  private Trainer(Network network, Run run) {
    this.network = network;
    this.run = run;
    this.guard = new OneThread("a trainer of " + run.spec.network());
    this.progress = new Progress(run.settings, run.totals);
  }

  /**
   * A trainer that begins with a model's weights.
   *
   * @param section of the text, empty for the unnamed one
   * @throws IllegalArgumentException if there is no such section, or its optimizer is unknown
   */
  public static Trainer create(Model model, String section) {
    TrainSpec settings = model.spec().train(section);
    return new Trainer(model.network(), new Run(model.spec(), settings, model.params()));
  }

  /**
   * Continues from a {@link #checkpoint}: the result has the same bits as if it had never stopped,
   * also on another number of threads.
   *
   * @throws IOException if the file is damaged, no checkpoint, or of another network
   */
  public static Trainer resume(Network network, Path checkpoint) throws IOException {
    return new Trainer(network, Checkpoint.read(network.spec(), checkpoint));
  }

  /** Number of threads, 1 unless set; does not change the result. Before the first step. */
  public Trainer threads(int count) {
    unstarted("threads");
    if (count < 1) {
      throw new IllegalArgumentException(count + " threads: at least 1 expected");
    }
    threads = count;
    return this;
  }

  /** Examples per step. Before the first step. */
  public Trainer batch(int batch) {
    fresh("batch");
    TrainSpec s = run.settings;
    run.configure(
        new TrainSpec(
            s.section(),
            s.optimizer(),
            batch,
            s.epochs(),
            s.seed(),
            s.clipNorm(),
            s.clipValue(),
            s.lossBorder(),
            s.metrics()));
    return this;
  }

  /** Seed of the shuffles. Before the first step. */
  public Trainer seed(long seed) {
    fresh("seed");
    TrainSpec s = run.settings;
    run.configure(
        new TrainSpec(
            s.section(),
            s.optimizer(),
            s.batch(),
            s.epochs(),
            seed,
            s.clipNorm(),
            s.clipValue(),
            s.lossBorder(),
            s.metrics()));
    return this;
  }
}
