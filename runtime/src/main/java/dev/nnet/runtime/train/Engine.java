package dev.nnet.runtime.train;

import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.VectorSupport;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.image.Draws;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.random.RandomStream;
import java.util.List;

/**
 * The buffers and threads of a {@link Run}: computes gradients, updates, evaluates. Made once, so
 * that nothing is allocated per step.
 */
final class Engine implements AutoCloseable {
  private final Network network;
  private final Run run;
  private final Workers workers;
  private final Execution training;
  private final Feed feed;
  private final Update update;
  private final Clip clip;
  private final List<Segments.Segment> segments;
  private final Noise noise;
  private Evaluation evaluation;

  Engine(Network network, Run run, int threads) {
    this.network = network;
    this.run = run;
    ModelSpec spec = run.spec;
    TrainSettings settings = run.settings;
    Program program = network.training(run.section.section(), VectorSupport.available());
    float[] gradients = new float[run.params.length];
    Memory memory = new Memory(spec, program, run.params, gradients, settings.batch(), threads);
    this.workers = new Workers(threads);
    this.training = new Execution(program, memory, workers);
    Draws draws = new Draws(new RandomStream(settings.seed(), "preprocess"));
    this.feed = new Feed(spec, memory, spec.network() + ".fit", draws);
    List<String> frozen = run.section.frozen();
    this.update =
        new Update(spec, frozen, run.optimizer, workers, run.params, gradients, run.state);
    this.clip = new Clip(settings.clipNorm(), settings.clipValue());
    this.segments = Segments.of(spec, frozen, false);
    this.noise = new Noise(spec, memory, settings.seed());
  }

  /** The borders of the training program. */
  Memory memory() {
    return training.memory();
  }

  /** Where the examples of the next step go. */
  Row row() {
    return feed.row();
  }

  /** Fills the rows of the next step, see {@link Feed#fill}. */
  int fill(Dataset dataset, Batches batches, int number, long epoch) {
    return feed.fill(dataset, batches, number, epoch);
  }

  /** Waits until nobody reads examples ahead. */
  void settle() {
    feed.settle();
  }

  /** Runs the training program; returns the loss. */
  float gradients(int batch) {
    noise.draw(run.step);
    training.run(batch);
    return memory().floats[run.section.lossBorder()][0];
  }

  /** Whether all gradients, and next values of states, are numbers. */
  boolean finite() {
    return Divergence.finite(memory().gradients);
  }

  /** Where the numbers of the step that was just run went wrong; empty if that cannot be told. */
  String origin(int batch) {
    Program plain = network.training(run.section.section(), false);
    return new Divergence(run.spec, plain, memory(), batch).origin();
  }

  /** Applies the gradients. */
  void update(double lr, long step) {
    clip.apply(memory().gradients, segments);
    update.apply(run.optimizer, lr, step);
  }

  /** Measures a dataset in batches of the training size. */
  Metrics evaluate(Dataset dataset) {
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
          new Memory(run.spec, program, run.params, new float[0], settings.batch(), workers.size());
      this.execution = new Execution(program, memory, workers);
      this.feed = new Feed(run.spec, memory, run.spec.network() + ".evaluate", Draws.NONE);
    }

    Metrics measure(Dataset dataset) {
      execution.prepare();
      Totals totals = new Totals(run.section);
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
