package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.io.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints, sound and damaged. */
class CheckpointTest {
  @TempDir Path directory;

  private final Network network = new LinearNetwork("adam(0.1)");
  private Path good;
  private Path bad;

  @BeforeEach
  void stopInTheSecondEpoch() throws IOException {
    good = directory.resolve("good");
    bad = directory.resolve("bad");
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.onBatch(
          progress -> {
            if (progress.epoch() == 2) {
              trainer.stop();
            }
          });
      trainer.fit(LinearData.of(10));
      trainer.checkpoint(good);
    }
  }

  @Test
  void writesWhatItReadToTheLastByte() throws IOException {
    Checkpoint.write(Checkpoint.read(network.spec(), good), bad);
    assertThat(bad).hasSameBinaryContentAs(good);
  }

  @Test
  void holdsEverythingARunIs() throws IOException {
    Run run = Checkpoint.read(network.spec(), good);
    assertThat(run.step).isEqualTo(4);
    assertThat(run.epoch).isEqualTo(1);
    assertThat(run.batch).isEqualTo(1);
    assertThat(run.samples).isEqualTo(10);
    assertThat(run.totals.examples()).isEqualTo(4);
    assertThat(run.state).hasDimensions(2, 8);
    assertThat(run.state[1][0]).isPositive();
    assertThat(TensorFile.read(good).tensors().keySet())
        .containsExactly(
            "b", "optimizer.0:b", "optimizer.0:w", "optimizer.1:b", "optimizer.1:w", "w");
  }

  private void damage(BiConsumer<Map<String, String>, Map<String, StoredTensor>> change)
      throws IOException {
    TensorFile file = TensorFile.read(good);
    Map<String, String> metadata = new TreeMap<>(file.metadata());
    Map<String, StoredTensor> tensors = new TreeMap<>(file.tensors());
    change.accept(metadata, tensors);
    Checkpoint.sealed(metadata, tensors).write(bad);
  }

  private void refused(String message) {
    assertThatThrownBy(() -> Trainer.resume(network, bad))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(bad.toString())
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step       | -1           | step is '-1'",
        "step       | many         | step is 'many'",
        "epoch      | 2147483648   | epoch is '2147483648'",
        "epoch      | 1.5          | epoch is '1.5'",
        "batch      | -3           | batch is '-3'",
        "batch      | 4            | batch 4 of an epoch of 3",
        "samples    | x            | samples is 'x'",
        "samples    | 0            | batch 1 of an epoch of 0",
        "settings   | train(optimizer=adam(0.1),batch=0) | batch 0",
        "settings   | train(optimizer=adam(0.1),batch=four) | batch is 'four'",
        "settings   | train(optimizer=adam(0.1),seed=0x7) | seed is '0x7'",
        "settings   | train(optimizer=adam(0.1),clip_norm=NaN) | clip_norm NaN",
        "settings   | train(optimizer=adam(0.1),rate=1) | train has no argument 'rate'",
        "settings   | train(optimizer=magic(0.1)) | unknown optimizer 'magic'",
        "settings   | train(optimizer=sgd(0.1)) | optimizer.0:b [3] is not in the network",
        "settings   | ''           | expected a name or a number",
        "best_epoch | first        | best_epoch is 'first'",
        "best       | good         | best is 'good'",
        "section    | other        | Linear has no train other",
        "totals     | 4 0x1p1      | 2 sums expected, found '4 0x1p1'",
        "totals     | x 0x1p1 0x1p1 | totals is 'x 0x1p1 0x1p1'",
        "totals     | -1 0x1p1 0x1p1 | totals is '-1 0x1p1 0x1p1'",
        "format     | weights      | is no checkpoint of a training run",
        "hash       | 00           | the file was written for"
      })
  void refusesABadEntry(String key, String value, String message) throws IOException {
    damage(
        (metadata, tensors) -> {
          assertThat(metadata).containsKey(key);
          metadata.put(key, value);
        });
    refused(message);
  }

  @Test
  void namesTheEntryThatIsMissing() throws IOException {
    for (String key :
        List.of("section", "settings", "step", "epoch", "batch", "samples", "totals", "best")) {
      damage((metadata, tensors) -> metadata.remove(key));
      refused("bad checkpoint: no '" + key + "'");
    }
  }

  @Test
  void namesTheTensorThatDoesNotFit() throws IOException {
    damage((metadata, tensors) -> tensors.remove("optimizer.1:w"));
    refused("w [2] is missing in the file (" + bad + ", optimizer.1:)");
    damage((metadata, tensors) -> tensors.remove("b"));
    refused("b [3] is missing in the file");
    damage((metadata, tensors) -> tensors.put("w", new StoredTensor(List.of(3), new float[3])));
    refused("w is [3] in the file, [2] in the network");
    damage(
        (metadata, tensors) ->
            tensors.put("optimizer.2:w", new StoredTensor(List.of(2), new float[2])));
    refused("optimizer.2:w [2] is not in the network");
  }

  @Test
  void saysThatWeightsAreNoCheckpoint() throws IOException {
    Model.create(network, 1).save(bad);
    refused("is no checkpoint of a training run");
  }

  /** A flipped bit anywhere is seen: in the header, in a number of the run, in a weight. */
  @Test
  void refusesEveryFlippedBit() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    for (int at = 0; at < bytes.length; at += 7) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 1 << at % 8;
      Files.write(bad, flipped);
      assertThatThrownBy(() -> Trainer.resume(network, bad))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    for (int length = 0; length < bytes.length; length += 13) {
      Files.write(bad, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Trainer.resume(network, bad))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(bad + ": ");
    }
  }

  @Test
  void aFailedCheckpointLeavesTheOldOne() throws IOException {
    byte[] before = Files.readAllBytes(good);
    Path target = Files.createDirectory(directory.resolve("taken"));
    try (Trainer trainer = Trainer.resume(network, good)) {
      assertThatThrownBy(() -> trainer.checkpoint(target)).isInstanceOf(IOException.class);
    }
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("good", "taken");
    assertThat(Files.readAllBytes(good)).isEqualTo(before);
  }
}
