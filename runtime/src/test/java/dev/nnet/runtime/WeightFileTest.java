package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.io.WeightsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights that fit come in with their bits; weights that do not are refused, all reasons at once.
 */
class WeightFileTest {
  private static final StoredTensor W = new StoredTensor(List.of(2), new float[] {1, 2});
  private static final StoredTensor B = new StoredTensor(List.of(3), new float[] {3, 4, 5});

  @TempDir Path directory;

  private final Network network = new LinearNetwork();

  private Path file(Map<String, String> metadata, Map<String, StoredTensor> tensors)
      throws IOException {
    Path file = directory.resolve("w.safetensors");
    TensorFile.of(metadata, tensors).write(file);
    return file;
  }

  @Test
  void savesAndLoadsTheSameBits() throws IOException {
    Model model = Model.create(network, 3);
    Path file = directory.resolve("w.safetensors");
    model.save(file);
    assertThat(Model.load(network, file).params()).isEqualTo(model.params());
    byte[] bytes = Files.readAllBytes(file);
    assertThat(Model.load(network, new ByteArrayInputStream(bytes)).params())
        .isEqualTo(model.params());
  }

  @Test
  void takesTheTensorsOfOthersAndKeepsGapsZero() throws IOException {
    Model model = Model.load(network, file(Map.of(), Map.of("w", W, "b", B)));
    assertThat(model.params()).containsExactly(1, 0, 2, 0, 3, 4, 5, 0);
    assertThat(model.weights().paths()).containsExactly("w", "b");
    assertThat(model.weights().shape("b")).containsExactly(3);
    assertThat(model.weights().get("w")).containsExactly(1, 2);
    assertThatThrownBy(() -> model.weights().get("v"))
        .hasMessage("Linear has no weights 'v'; it has w, b");
  }

  @Test
  void givesCopiesThatCannotChangeTheModel() throws IOException {
    Model model = Model.load(network, file(Map.of(), Map.of("w", W, "b", B)));
    model.params()[0] = 9;
    model.weights().get("w")[0] = 9;
    assertThat(model.weights().get("w")).containsExactly(1, 2);
  }

  @Test
  void namesFileTensorExpectedAndFoundForEveryDifference() throws IOException {
    Path file =
        file(Map.of(), Map.of("w", new StoredTensor(List.of(1, 2), new float[2]), "extra", B));
    assertThatThrownBy(() -> Model.load(network, file))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "weights of Linear do not fit: w is [1, 2] in the file, [2] in the network;"
                + " b [3] is missing in the file; extra [3] is not in the network ("
                + file
                + ")");
  }

  @Test
  void refusesAFileOfANetworkWithOtherBordersButTheSameTensors() throws IOException {
    Map<String, String> metadata =
        new TreeMap<>(WeightFile.metadata(network.spec(), "weights", ClassNames.NONE));
    metadata.put("hash", "0123");
    metadata.put("interface", "input x: f32[B, 5]");
    Path file = file(metadata, Map.of("w", W, "b", B));
    assertThatThrownBy(() -> Model.load(network, file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("the file was written for 'input x: f32[B, 5]', the network has")
        .hasMessageContaining("input x: f32[B, 2]; input group: index<3>[B]; output y: f32[B]")
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysThatACheckpointIsNoWeightFile() throws IOException {
    Path file =
        file(
            WeightFile.metadata(network.spec(), "checkpoint", ClassNames.NONE),
            Map.of("w", W, "b", B));
    assertThatThrownBy(() -> Model.load(network, file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + " is a checkpoint of a training run, not a weight file");
  }

  @Test
  void aFailedSaveLeavesTheOldWeights() throws IOException {
    Model model = Model.create(network, 3);
    Path target = Files.createDirectory(directory.resolve("taken"));
    assertThatThrownBy(() -> model.save(target)).isInstanceOf(IOException.class);
    assertThat(directory.toFile().list()).containsExactly("taken");
  }
}
