package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.io.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of others, by their names; and those of another network, as far as they fit. */
class WeightNamesTest {
  private static final StoredTensor W = new StoredTensor(List.of(2), new float[] {1, 2});
  private static final StoredTensor B = new StoredTensor(List.of(3), new float[] {3, 4, 5});
  private static final StoredTensor COUNT = new StoredTensor(List.of(), new float[] {7});

  @TempDir Path directory;

  private final Network network = new LinearNetwork();
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    weights = directory.resolve("theirs.safetensors");
    TensorFile.of(Map.of(), Map.of("fc.0.w", W, "fc.0.b", B, "fc.0.batches", COUNT)).write(weights);
  }

  private WeightNames names(String... lines) throws IOException {
    return WeightNames.read(Files.write(directory.resolve("names.txt"), List.of(lines)));
  }

  @Test
  void aStarStandsForAnyText() throws IOException {
    WeightNames names = names("# theirs  ours", "", "*.batches -> -", "fc.0.*  ->  * # w and b");
    assertThat(Model.load(network, weights, names).params())
        .containsExactly(1, 0, 2, 0, 3, 4, 5, 0);
  }

  @Test
  void explainsEverythingThatIsWrong() throws IOException {
    WeightNames names = names("fc.0.w -> w", "fc.1.w -> w", "fc.0.b -> w");
    assertThatThrownBy(() -> Model.load(network, weights, names))
        .isInstanceOf(WeightsException.class)
        .hasMessageContainingAll(
            "names.txt: ",
            "no line for fc.0.batches [] (or `fc.0.batches -> -`)",
            "names a second tensor w: ",
            "line 2: nothing in " + weights + " is called fc.1.w");
    WeightNames swapped = names("fc.0.w -> b", "fc.0.b -> w", "*.batches -> -");
    assertThatThrownBy(() -> Model.load(network, weights, swapped))
        .hasMessageContainingAll(
            "w is [3] in the file, [2] in the network", "b is [2] in the file, [3] in the network");
  }

  @Test
  void badLinesAreNamed() {
    assertThatThrownBy(() -> names("fc.0.w = w"))
        .hasMessage(
            directory.resolve("names.txt") + ":1: 'fc.0.w = w'; `their.name -> our/name` expected");
    assertThatThrownBy(() -> names("a -> b", "fc.*.w -> w"))
        .hasMessage(
            directory.resolve("names.txt")
                + ":2: as many stars on the right as on the left expected");
  }

  @Test
  void adoptsWhatFitsAndReportsTheRest() throws IOException {
    Path other = directory.resolve("other.safetensors");
    TensorFile.of(Map.of(), Map.of("w", W, "b", W, "head", B)).write(other);
    Model fresh = Model.create(network, 3);
    List<String> report = new ArrayList<>();
    Model adopted = fresh.adopt(other, WeightNames.SAME, report::add);
    assertThat(adopted.weights().get("w")).containsExactly(1, 2);
    assertThat(adopted.weights().get("b")).isEqualTo(fresh.weights().get("b"));
    assertThat(report)
        .containsExactly("b [3] stays as it is: the file has [2]", "head [3] is not needed");
  }
}
