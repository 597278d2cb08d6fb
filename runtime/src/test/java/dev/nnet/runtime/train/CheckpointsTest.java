package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files beside the weights: which there are, and what happens if one cannot be had. */
class CheckpointsTest {
  @TempDir Path directory;

  private final Network network = new LinearNetwork("adam(0.1)");
  private final Dataset data = LinearData.of(10);
  private final Dataset valid = LinearData.of(5);
  private Path folder;
  private Checkpoints files;

  @BeforeEach
  void place() throws IOException {
    folder = Files.createDirectory(directory.resolve("run"));
    files = Checkpoints.beside(folder.resolve("linear.safetensors"));
  }

  private Trainer fresh() {
    return Trainer.create(Model.create(network, 1), "");
  }

  private static long step(Network network, Path file) throws IOException {
    return Checkpoint.read(network.spec(), file).step;
  }

  @Test
  void lastBeforeAndBest() throws IOException {
    List<Double> losses = new ArrayList<>();
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      trainer.onEpoch(e -> losses.add(e.validation().orElseThrow().loss()));
      trainer.fit(data, valid);
      assertThat(folder.toFile().list())
          .containsExactlyInAnyOrder(
              "linear.checkpoint", "linear.checkpoint.before", "linear.best.safetensors");
      assertThat(step(network, files.last())).isEqualTo(9);
      assertThat(step(network, folder.resolve("linear.checkpoint.before"))).isEqualTo(6);
      assertThat(losses)
          .as("every epoch is better here")
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(Model.load(network, files.best()).params()).isEqualTo(trainer.model().params());
    }
  }

  @Test
  void theBestIsNotTheLastIfItGetsWorse() throws IOException {
    List<Boolean> best = new ArrayList<>();
    List<float[]> params = new ArrayList<>();
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      trainer.onEpoch(
          e -> {
            best.add(e.best());
            params.add(trainer.model().params());
            trainer.lr(e.number() == 1 ? "3.0" : "0.1"); // the second epoch ruins it
          });
      trainer.fit(data, valid);
    }
    assertThat(best).containsExactly(true, false, false);
    assertThat(Model.load(network, files.best()).params()).isEqualTo(params.get(0));
  }

  @Test
  void whichWasTheBestIsKnownAfterAPause() throws IOException {
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      trainer.onEpoch(e -> trainer.stop());
      trainer.fit(data, valid);
    }
    byte[] best = Files.readAllBytes(files.best());
    try (Trainer trainer = files.resume(network, m -> {})) {
      files.follow(trainer);
      trainer.lr("3.0").fit(data, valid);
    }
    assertThat(Files.readAllBytes(files.best())).isEqualTo(best);
  }

  @Test
  void everySoManySteps() throws IOException {
    List<Long> written = new ArrayList<>();
    try (Trainer trainer = fresh()) {
      files.everySteps(4).follow(trainer);
      trainer.onBatch(
          p -> {
            if (files.exist()) {
              try {
                written.add(step(network, files.last()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
      trainer.fit(data);
      assertThat(written).containsExactly(4L, 4L, 4L, 4L, 8L, 8L);
      assertThat(step(network, files.last())).as("and at the end").isEqualTo(9);
    }
    assertThat(files.best()).as("there was no validation").doesNotExist();
  }

  @Test
  void afterSoMuchTime() throws IOException {
    try (Trainer trainer = fresh()) {
      files.every(Duration.ofNanos(1)).follow(trainer);
      trainer.onBatch(p -> trainer.stop());
      trainer.fit(data);
    }
    assertThat(step(network, files.last())).isEqualTo(1);
    try (Trainer trainer = fresh()) {
      Checkpoints later = Checkpoints.beside(folder.resolve("later.safetensors"));
      later.every(Duration.ofDays(1)).follow(trainer);
      trainer.onBatch(p -> assertThat(later.exist()).isFalse());
      trainer.fit(data);
      assertThat(step(network, later.last())).as("at the end only").isEqualTo(9);
    }
  }

  @Test
  void aDamagedLastOneIsReplacedByTheOneBefore() throws IOException {
    float[] never;
    try (Trainer trainer = fresh()) {
      files.everySteps(2).follow(trainer);
      trainer.fit(data);
      never = trainer.model().params();
    }
    Path before = folder.resolve("linear.checkpoint.before");
    byte[] good = Files.readAllBytes(before);
    byte[] damaged = Files.readAllBytes(files.last());
    damaged[damaged.length - 3] ^= 4;
    Files.write(files.last(), damaged);
    List<String> told = new ArrayList<>();
    try (Trainer trainer = files.resume(network, told::add)) {
      assertThat(told)
          .containsExactly(
              files.last() + ": bad checkpoint: the checksum is wrong; going on from " + before);
      assertThat(trainer.steps()).isEqualTo(8);
      files.follow(trainer);
      trainer.fit(data);
      assertThat(trainer.model().params()).isEqualTo(never);
    }
    assertThat(Files.readAllBytes(before)).as("the good one stays until the next").isEqualTo(good);
    assertThat(step(network, files.last())).isEqualTo(9);

    Files.write(files.last(), damaged);
    Files.write(before, damaged);
    assertThatThrownBy(() -> files.resume(network, told::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the checksum is wrong");
    Files.delete(before);
    assertThatThrownBy(() -> files.resume(network, told::add)).hasMessageContaining("checksum");
    Files.delete(files.last());
    assertThatThrownBy(() -> files.resume(network, told::add))
        .hasMessage("no checkpoint " + files.last() + ": there is no run to go on with");
  }

  @Test
  void aFolderThatIsGoneLosesNothing() throws IOException {
    Path moved = directory.resolve("moved");
    try (Trainer trainer = fresh()) {
      files.everySteps(2).follow(trainer);
      trainer.onBatch(
          p -> {
            if (p.step() == 5) {
              assertThat(folder.toFile().renameTo(moved.toFile())).isTrue();
            }
          });
      assertThatThrownBy(() -> trainer.fit(data))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot write " + folder)
          .hasMessageContaining("no such folder")
          .hasMessageEndingWith("the last good checkpoint is " + files.last());
    }
    assertThat(moved.toFile().list()).hasSize(2);
    assertThat(step(network, moved.resolve("linear.checkpoint"))).isEqualTo(4);
  }

  @Test
  void weightsThatOverflowAreNotKept() throws IOException {
    try (Trainer trainer = fresh()) {
      files.everySteps(1).follow(trainer);
      trainer.onBatch(p -> trainer.lr(p.step() == 3 ? "1e39" : "0.1"));
      assertThatThrownBy(() -> trainer.fit(data))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("step 4 made weights that are not finite")
          .hasMessageContaining("the last good checkpoint is " + files.last());
    }
    assertThat(step(network, files.last())).isEqualTo(3);
  }

  @Test
  void anEarlierRunIsNotTakenForThisOne() throws IOException {
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      trainer.fit(data);
    }
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      trainer.onBatch(p -> assertThat(files.exist()).as("until the first of this run").isTrue());
      trainer.onEpoch(e -> trainer.stop());
      trainer.fit(data);
    }
    assertThat(folder.toFile().list()).containsExactly("linear.checkpoint");
    assertThat(step(network, files.last())).isEqualTo(3);
  }

  @Test
  void aCheckpointIsTheSameByAnotherPath() throws IOException {
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      trainer.onEpoch(e -> trainer.stop());
      trainer.fit(data);
    }
    Path roundabout = folder.resolve("../run/linear.checkpoint");
    try (Trainer trainer = Trainer.resume(network, roundabout)) {
      files.follow(trainer);
      trainer.onEpoch(e -> trainer.stop());
      trainer.fit(data);
    }
    assertThat(step(network, files.last())).isEqualTo(6);
    assertThat(step(network, folder.resolve("linear.checkpoint.before"))).isEqualTo(3);
  }

  @Test
  void anEarlierRunIsForgottenOnlyWhenThisOneIsKept() throws IOException {
    Path before =
        Files.writeString(folder.resolve("linear.checkpoint.before"), "of an earlier run");
    Files.createDirectories(files.last().resolve("nothing can be moved here"));
    try (Trainer trainer = fresh()) {
      files.follow(trainer);
      assertThatThrownBy(() -> trainer.fit(data))
          .hasMessageContaining("cannot write " + files.last());
    }
    assertThat(before).hasContent("of an earlier run");
  }

  @Test
  void saysWhatAnIntervalCannotBe() {
    assertThatThrownBy(() -> files.everySteps(0)).hasMessage("a checkpoint every 0 steps");
    assertThatThrownBy(() -> files.every(Duration.ZERO)).hasMessage("a checkpoint every PT0S");
  }
}
