package dev.nnet.runtime.train;

import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.StretchSpec;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.VectorSupport;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.image.Draws;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.random.RandomStream;
import java.util.List;
import java.util.Optional;

/**
 * The buffers and threads of a {@link Run}: computes gradients, updates, evaluates. Made once, so
 * that nothing is allocated per step.
 */
final class Engine implements AutoCloseable {
  private final Network network;
  private final Run run;
  private final Workers workers;
  private final Execution training;
  private final Memory read;
  private final Feed feed;

  /** Borders as the training program has them. */
  private final ModelSpec spec;

  /** How sequences are cut; null if they are not. */
  private final Stretches stretches;

  /** Of the last batch; everything where gradients accumulate, or directions take their place. */
  private final Touched touched;

  private final Update update;
  private final Clip clip;
  private final List<Segments.Segment> segments;
  private final Noise noise;

  /** Gradients of the batches of an update so far; null if it has but one. */
  private final float[] sum;

  private Evaluation evaluation;

  Engine(Network network, Run run, int threads) {
    this.network = network;
    this.run = run;
    ModelSpec spec = run.spec;
    TrainSettings settings = run.settings;
    Program program = network.training(run.section.section(), VectorSupport.available());
    float[] gradients = new float[run.params.length];
    Optional<StretchSpec> cut = run.section.stretches();
    ModelSpec own = cut.isPresent() ? cut.get().cut(spec) : spec;
    Memory memory = new Memory(own, program, run.params, gradients, settings.batch(), threads);
    this.read = cut.isPresent() ? Memory.borders(spec, memory) : memory;
    this.spec = own;
    this.stretches = cut.map(c -> new Stretches(spec, c, read, memory)).orElse(null);
    this.workers = new Workers(threads);
    this.training = new Execution(program, memory, workers);
    Draws draws = new Draws(new RandomStream(settings.seed(), "preprocess"));
    this.feed = new Feed(spec, read, spec.network() + ".fit", draws);
    this.touched = new Touched(own, run.section.rows(), gradients.length);
    this.update =
        new Update(
            spec,
            run.section,
            touched,
            run.optimizer,
            workers,
            run.params,
            gradients,
            run.state,
            run.average,
            settings.average());
    this.sum = settings.accumulate() > 1 ? new float[gradients.length] : null;
    this.clip = new Clip(settings.clipNorm(), settings.clipValue());
    this.segments = Segments.of(spec, run.section.frozen(), false);
    this.noise = new Noise(own, memory, settings.seed());
  }

  /** Where examples are read to. */
  Memory read() {
    return read;
  }

  private Memory memory() {
    return training.memory();
  }

  /** Where the examples of the next step go. */
  Row row() {
    return feed.row();
  }

  /** Waits until nobody reads examples ahead. */
  void settle() {
    feed.settle();
  }

  /** One update from the first rows; returns the loss before it. */
  float step(int examples) {
    run.lr = run.rate(run.turn);
    float loss;
    if (stretches != null) {
      loss = stretches(examples, new Totals(run.section, spec.borders(), 0));
    } else {
      loss = gradients(run.step * run.settings.accumulate(), examples);
      update();
    }
    run.turn++;
    return loss;
  }

  /** An update from each stretch of the sequences; returns the mean of the losses before them. */
  private float stretches(int examples, Totals totals) {
    stretches.begin(examples);
    double loss = 0;
    long all = 0;
    for (int rows = stretches.next(); rows > 0; rows = stretches.next()) {
      loss += (double) rows * gradients(run.step, rows);
      all += rows;
      totals.add(memory(), rows);
      update();
    }
    return (float) (loss / all);
  }

  /** The next update of an epoch; returns the number of its examples. */
  int step(Batches batches, Dataset train) {
    int pieces = run.settings.accumulate();
    int first = run.batch * pieces;
    int end = Math.min(batches.count(), first + pieces);
    int total =
        Math.min(batches.size() - first * run.settings.batch(), run.settings.examplesPerStep());
    run.lr = run.rate(run.turn);
    if (stretches != null) {
      stretches(feed.fill(train, batches, run.batch, run.epoch), run.totals);
      run.turn++;
      return total;
    }
    for (int number = first; number < end; number++) {
      int examples = feed.fill(train, batches, number, run.epoch);
      gradients(run.step * pieces + number - first, examples);
      run.totals.add(memory(), examples);
      if (sum != null) {
        accumulate((float) examples / total, number == first);
      }
    }
    if (sum != null) {
      System.arraycopy(sum, 0, memory().gradients, 0, sum.length);
    }
    update();
    run.turn++;
    return total;
  }

  /** Runs the training program; returns the loss. */
  private float gradients(long number, int examples) {
    noise.draw(number);
    touched.clear(memory().gradients);
    training.run(examples);
    if (sum == null && !run.optimizer.layerwise()) {
      touched.read(memory(), examples);
    }
    float loss = memory().floats[run.section.lossBorder()][0];
    if (!Float.isFinite(loss) || !Divergence.finite(memory().gradients, touched)) {
      throw new TrainingException(Divergence.message(run, loss, origin(examples)));
    }
    return loss;
  }

  /** Where the step went wrong, found in the plain emission, which has a memory plan of its own. */
  private String origin(int examples) {
    Program plain = network.training(run.section.section(), false);
    float[] gradients = new float[run.params.length];
    int batch = run.settings.batch();
    Memory own = new Memory(spec, plain, run.params, gradients, batch, 1);
    own.like(spec, memory());
    return new Divergence(spec, plain, own, examples).origin();
  }

  /** Means of batches, and next values of states, by their share of the examples. */
  private void accumulate(float share, boolean first) {
    float[] gradients = memory().gradients;
    for (int k = 0; k < sum.length; k++) {
      sum[k] = (first ? 0 : sum[k]) + share * gradients[k];
    }
  }

  /** Applies the gradients. */
  private void update() {
    clip.apply(memory().gradients, segments, touched);
    update.apply(run.optimizer, run.lr, run.step + 1);
    run.step++;
  }

  /** Measures a dataset in batches of the training size, also between two steps of an epoch. */
  Metrics evaluate(Dataset dataset) {
    feed.rest();
    if (evaluation == null) {
      evaluation = new Evaluation();
    }
    return evaluation.measure(dataset);
  }

  @Override
  public void close() {
    feed.close();
    if (evaluation != null) {
      evaluation.feed.close();
    }
    workers.close();
  }

  /** The forward pass with loss and metrics, in buffers of its own. */
  private final class Evaluation {
    private final Execution execution;
    private final Feed feed;

    Evaluation() {
      TrainSettings settings = run.settings;
      Program program = network.evaluation(run.section.section(), VectorSupport.available());
      Memory memory =
          new Memory(
              run.spec, program, run.result(), new float[0], settings.batch(), workers.size());
      this.execution = new Execution(program, memory, workers);
      this.feed = new Feed(run.spec, memory, run.spec.network() + ".evaluate", Draws.NONE);
    }

    Metrics measure(Dataset dataset) {
      execution.prepare();
      Totals totals = new Totals(run.section, run.spec.borders(), dataset.size());
      Batches batches = new Batches(run.settings.batch());
      batches.inOrder(dataset.size());
      try {
        for (int number = 0; number < batches.count(); number++) {
          int examples = feed.fill(dataset, batches, number, 0);
          execution.run(examples);
          totals.add(execution.memory(), examples);
        }
      } finally {
        feed.settle();
      }
      return totals.mean();
    }
  }
}
