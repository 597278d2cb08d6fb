package dev.nnet.runtime.train;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.OneThread;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.Holdout;
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
 * text can be overridden before the first step. In steady state a step allocates nothing. One
 * thread at a time; listeners are called on the thread that trains.
 */
public final class Trainer implements AutoCloseable {
  private final Network network;
  private final Run run;
  private final OneThread guard;
  private final Fitting fitting;
  private int threads = 1;
  private Engine engine;

  private Trainer(Network network, Run run) {
    this.network = network;
    this.run = run;
    this.guard = new OneThread("a trainer of " + run.spec.network());
    this.fitting = new Fitting(run, guard);
  }

  /**
   * A trainer that begins with a model's weights.
   *
   * @param section of the text, empty for the unnamed one
   * @throws IllegalArgumentException if there is no such section, or its optimizer is unknown
   */
  public static Trainer create(Model model, String section) {
    TrainSpec found = model.spec().train(section);
    Run run = new Run(model.spec(), found, found.settings(), model.params());
    run.classNames = model.classNames();
    return new Trainer(model.network(), run);
  }

  /**
   * Continues from a {@link #checkpoint}: the result has the same bits as if it had never stopped,
   * also on another number of threads.
   *
   * @throws IOException if the file is damaged, no checkpoint, or of another network
   */
  public static Trainer resume(Network network, Path checkpoint) throws IOException {
    Trainer trainer = new Trainer(network, Checkpoint.read(network.spec(), checkpoint));
    // An epoch that was stopped behind its last batch reports that batch's rate.
    trainer.run.lr = trainer.run.rate(Math.max(0, trainer.run.turn - 1));
    return trainer;
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

  /** All settings at once, in place of the section's. Before the first step. */
  public Trainer settings(TrainSettings settings) {
    return configure("settings", settings);
  }

  /** Examples per step. Before the first step. */
  public Trainer batch(int batch) {
    return configure("batch", run.settings.with("batch", batch));
  }

  /**
   * Batches whose gradients make one update. Before the first step.
   *
   * @throws IllegalArgumentException for several, if the section has {@code bptt}: there every
   *     stretch makes an update
   */
  public Trainer accumulate(int batches) {
    if (batches > 1 && run.section.stretches().isPresent()) {
      throw new IllegalArgumentException("with bptt every stretch makes an update");
    }
    return configure("accumulate", run.settings.with("accumulate", batches));
  }

  /**
   * What is kept of the average of the weights in an update, such as 0.999; 0 for none. Before the
   * first step.
   */
  public Trainer average(double kept) {
    return configure("average", run.settings.with("average", kept));
  }

  /**
   * Stops after so many epochs none of which was the best so far. Before the first step.
   *
   * @param objective {@code maximize(accuracy)} or {@code minimize(loss)}
   * @param patience at least 1
   * @throws IllegalArgumentException if the section measures no such metric
   */
  public Trainer stopEarly(String objective, int patience) {
    String stop = "stop(" + objective + "," + patience + ")";
    return configure("stop_early", run.settings.with("stop_early", stop));
  }

  /**
   * The share of the training examples that {@link #fit(Dataset)} keeps for validation, chosen by
   * the seed. Before the first step.
   */
  public Trainer validation(double share) {
    return configure("validation", run.settings.with("validation", share));
  }

  /** Seed of the shuffles. Before the first step. */
  public Trainer seed(long seed) {
    return configure("seed", run.settings.with("seed", seed));
  }

  /** Another optimizer, in call notation: {@code adamw(lr=1e-3)}. Before the first step. */
  public Trainer optimizer(String text) {
    return configure("optimizer", run.settings.with("optimizer", text));
  }

  /**
   * Another learning rate or schedule for the same optimizer: {@code 0.01}, {@code cosine(0.05,
   * warmup=1)}. At any time.
   */
  public Trainer lr(String schedule) {
    Call call = Call.parse(run.settings.optimizer());
    Call changed = call.withFirst("lr", Call.parse(schedule));
    run.reconfigure(run.settings.with("optimizer", changed));
    run.seen = Plateau.Seen.NOTHING;
    return this;
  }

  /** Passes over the data, those already made included. At any time. */
  public Trainer epochs(int epochs) {
    run.reconfigure(run.settings.with("epochs", epochs));
    return this;
  }

  private Trainer configure(String what, TrainSettings settings) {
    unstarted(what);
    if (run.step > 0) {
      throw new IllegalStateException(what + " cannot change in a run that was resumed");
    }
    run.configure(settings);
    return this;
  }

  private void unstarted(String what) {
    if (engine != null) {
      throw new IllegalStateException("set " + what + " before the first step");
    }
  }

  /** The section of the text, empty for the one without a name. */
  public String section() {
    return run.section.section();
  }

  /** Settings in force: those of the text, with what was overridden. */
  public TrainSettings settings() {
    return run.settings;
  }

  /** Adds a listener that hears of every epoch, after its validation. */
  public Trainer onEpoch(Consumer<? super EpochReport> listener) {
    fitting.onEpoch(listener);
    return this;
  }

  /** Adds a listener that hears of every batch, after its update. */
  public Trainer onBatch(Consumer<? super Progress> listener) {
    fitting.onBatch(listener);
    return this;
  }

  /**
   * Trains without validation, or with the share of the examples that {@code validation} keeps for
   * it; see {@link #fit(Dataset, Dataset)}.
   */
  public void fit(Dataset train) {
    double share = run.settings.validation();
    if (share == 0) {
      fit(train, null);
      return;
    }
    Holdout parts = Holdout.of(train, share, run.settings.seed());
    if (parts.kept().size() == 0) {
      throw new IllegalArgumentException(
          network.spec().network()
              + ".fit: validation = "
              + share
              + " of "
              + train.size()
              + " is none");
    }
    fit(parts.rest(), parts.kept());
  }

  /**
   * Trains until {@link #settings()}'s epochs are done, {@code stop_early} ends it, or a listener
   * calls {@link #stop()}. Each epoch visits every example once, in an order that depends on seed
   * and epoch, and on the lengths that the data know ({@link Dataset#length}). With {@code
   * stop_early} the weights in the end are those of the best epoch.
   *
   * @param valid measured after every epoch; null for none
   * @throws TrainingException if loss or gradients are not finite any more; it names step, layer
   *     and line, and the weights are those before
   * @throws IllegalArgumentException if an example does not fit the network, or {@code stop_early}
   *     has no validation data
   */
  public void fit(Dataset train, Dataset valid) {
    fitting.check(train, valid);
    learnStatistics(train);
    fitting.run(engine(), train, valid);
  }

  /** What {@code standardize} learns, before the first step. */
  private void learnStatistics(Dataset train) {
    if (run.step == 0 && Statistics.missing(run.spec, run.params)) {
      Statistics.learn(run.spec, run.params, engine().read(), train);
      run.begin();
      engine.close();
      engine = null;
    }
  }

  /** Ends {@code fit} after the running batch; a later {@code fit} or checkpoint goes on there. */
  public void stop() {
    fitting.stop();
  }

  /** A place for an example of the next {@link #step(int)}, 0..batch - 1. */
  public Row row(int slot) {
    engine().row().turn(run.step);
    return engine.row().at(slot);
  }

  /**
   * One update from the first {@code batch} rows, or one of each stretch with {@code bptt}; {@code
   * accumulate} is for {@link #fit}.
   *
   * @return the mean loss before the update
   * @throws TrainingException if loss or gradients are not finite; nothing is updated then
   * @throws IllegalStateException if the schedule needs to know the length of an epoch: use {@code
   *     fit}
   */
  public float step(int batch) {
    guard.enter();
    try {
      if (run.samples == 0 && run.optimizer.lr().needsEpochs()) {
        throw new IllegalStateException(
            "the schedule of "
                + run.settings.optimizer()
                + " needs the length of an epoch: use fit, or lr(\"0.01\")");
      }
      return engine().step(batch);
    } finally {
      guard.leave();
    }
  }

  /** Number of updates made so far. */
  public long steps() {
    return run.step;
  }

  /** Epochs completed so far. */
  public int epochsDone() {
    return run.epoch;
  }

  /**
   * Measures loss and metrics over a dataset, with the weights as they are now.
   *
   * @throws IllegalArgumentException if the dataset is empty or an example does not fit
   */
  public Metrics evaluate(Dataset dataset) {
    if (dataset.size() < 1) {
      throw new IllegalArgumentException(network.spec().network() + ".evaluate: no examples");
    }
    guard.enter();
    try {
      return engine().evaluate(dataset);
    } finally {
      guard.leave();
    }
  }

  /**
   * A snapshot of the weights, or of their average if the section asks for it, with the names of
   * classes of the data.
   */
  public Model model() {
    return Model.of(network, run.result()).with(run.classNames);
  }

  /**
   * Writes weights, optimiser state and place in the run, atomically; see {@link #resume}.
   *
   * @throws TrainingException if weights have overflowed: the checkpoint before stays the last
   * @throws IOException if it cannot be written; what was there before stays
   */
  public void checkpoint(Path file) throws IOException {
    requireFinite();
    Checkpoint.write(run, file);
    run.saved = file;
  }

  /** Weights that have overflowed are not worth keeping. */
  void requireFinite() {
    if (!Divergence.finite(run.params)) {
      throw new TrainingException(Divergence.overflow(run));
    }
  }

  /** The checkpoint that was written last, or from which this trainer went on. */
  public Optional<Path> saved() {
    return Optional.ofNullable(run.saved);
  }

  /** Ends the threads. The trainer can still give its model. */
  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }

  private Engine engine() {
    if (engine == null) {
      engine = new Engine(network, run, threads);
    }
    return engine;
  }
}
