package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped and resumed ends with the bits of one that never stopped. */
class ResumeTest {
  private static final int BATCHES = 9; // three epochs of 4 + 4 + 2 examples

  @TempDir Path directory;

  private final Dataset data = LinearData.of(10);
  private final List<Object> heard = new ArrayList<>();

  private Trainer listened(Trainer trainer) {
    return trainer.onEpoch(report -> heard.add(List.of(report.metrics(), report.learningRate())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd(0.1)",
        "sgd(lr=linear(0.1), momentum=0.9, nesterov=true, weight_decay=0.01)",
        "adam(0.01)",
        "adamw(lr=cosine(0.1, warmup=1), weight_decay=0.1)",
        "adagrad(lr=one_cycle(0.1))",
        "lamb(lr=plateau(0.5, factor=0.5, patience=0, threshold=0.9), weight_decay=0.1)"
      })
  void endsWithTheSameBitsWhereverItStopped(String optimizer) throws IOException {
    Network network = new LinearNetwork(optimizer);
    float[] never;
    try (Trainer trainer = listened(Trainer.create(Model.create(network, 1), ""))) {
      trainer.fit(data);
      never = trainer.model().params();
    }
    List<Object> expected = List.copyOf(heard);
    for (int stop = 1; stop <= BATCHES; stop++) {
      heard.clear();
      Path file = directory.resolve("stopped-" + stop);
      try (Trainer trainer = listened(Trainer.create(Model.create(network, 1), ""))) {
        int last = stop;
        trainer.onBatch(
            progress -> {
              if (trainer.steps() == last) {
                trainer.stop();
              }
            });
        trainer.fit(data);
        trainer.checkpoint(file);
      }
      try (Trainer trainer = listened(Trainer.resume(network, file)).threads(2)) {
        assertThat(trainer.steps()).isEqualTo(stop);
        trainer.fit(data);
        assertThat(trainer.model().params()).as("stopped after %d", stop).isEqualTo(never);
        assertThat(trainer.epochsDone()).isEqualTo(3);
      }
      assertThat(heard).isEqualTo(expected);
    }
  }

  /** Averages, the best weights and what accumulates are part of a run too. */
  @Test
  void remembersAllThatThereIs() throws IOException {
    Network network = new LinearNetwork("sgd(lr=linear(0.9), momentum=0.9)");
    Dataset valid = LinearData.of(6);
    Supplier<Trainer> begun =
        () ->
            Trainer.create(Model.create(network, 1), "")
                .batch(2)
                .accumulate(2)
                .average(0.9)
                .stopEarly("minimize(mae)", 2)
                .epochs(12);
    float[] never;
    long steps;
    try (Trainer trainer = begun.get()) {
      trainer.fit(data, valid);
      never = trainer.model().params();
      steps = trainer.steps();
      assertThat(trainer.epochsDone()).as("stopped early").isBetween(3, 11);
    }
    for (int stop = 1; stop <= steps; stop++) {
      Path file = directory.resolve("run-" + stop);
      try (Trainer trainer = begun.get()) {
        int last = stop;
        trainer.onBatch(
            progress -> {
              if (progress.step() == last) {
                trainer.stop();
              }
            });
        trainer.fit(data, valid);
        trainer.checkpoint(file);
      }
      try (Trainer trainer = Trainer.resume(network, file)) {
        trainer.fit(data, valid);
        assertThat(trainer.model().params()).as("stopped after %d", stop).isEqualTo(never);
        assertThat(trainer.steps()).isEqualTo(steps);
      }
    }
  }

  @Test
  void goesOnInTheSameTrainerToo() throws IOException {
    Network network = new LinearNetwork("adam(0.1)");
    try (Trainer stopped = Trainer.create(Model.create(network, 1), "");
        Trainer never = Trainer.create(Model.create(network, 1), "")) {
      stopped.onBatch(progress -> stopped.stop());
      while (stopped.epochsDone() < 3) {
        stopped.fit(data);
      }
      never.fit(data);
      assertThat(stopped.model().params()).isEqualTo(never.model().params());
    }
  }

  @Test
  void keepsOverriddenSettings() throws IOException {
    Network network = new LinearNetwork();
    Path file = directory.resolve("checkpoint");
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.batch(3).seed(99).epochs(2).optimizer("adamw(0.1)").fit(data);
      trainer.checkpoint(file);
      try (Trainer resumed = Trainer.resume(network, file)) {
        assertThat(resumed.settings()).isEqualTo(trainer.settings());
        assertThatThrownBy(() -> resumed.batch(4))
            .hasMessage("batch cannot change in a run that was resumed");
        resumed.epochs(3).lr("0.01").fit(data);
        assertThat(resumed.steps()).isEqualTo(12);
      }
    }
  }

  @Test
  void refusesToGoOnWithOtherExamples() throws IOException {
    Network network = new LinearNetwork();
    Path file = directory.resolve("checkpoint");
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.onBatch(progress -> trainer.stop()).fit(data);
      trainer.checkpoint(file);
    }
    try (Trainer resumed = Trainer.resume(network, file)) {
      assertThatThrownBy(() -> resumed.fit(LinearData.of(9)))
          .hasMessage("epoch 1 was begun with 10 examples, it cannot go on with 9");
    }
  }
}
