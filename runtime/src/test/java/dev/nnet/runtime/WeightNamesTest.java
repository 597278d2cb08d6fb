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

  private static StoredTensor numbers(float... values) {
    return new StoredTensor(List.of(values.length), values);
  }

  private Map<String, StoredTensor> renamed(Map<String, StoredTensor> theirs, String... lines)
      throws IOException {
    return names(lines).rename(theirs, "their.file");
  }

  @Test
  void addsUpAndTakesParts() throws IOException {
    Map<String, StoredTensor> theirs =
        Map.of(
            "a.ih", numbers(1, 2, 3, 4, 5, 6),
            "a.hh", numbers(10, 20, 30, 40, 50, 60),
            "b.ih", numbers(0, 1, 2),
            "b.hh", numbers(3, 4, 5),
            "w", new StoredTensor(List.of(2, 2), new float[] {1, 2, 3, 4}));
    Map<String, StoredTensor> ours =
        renamed(
            theirs,
            "*.ih + *.hh[1 2 0 of 3] -> *.bias",
            "*.hh[3 of 3] -> *.inner",
            "w[2 1 of 2] -> w");
    assertThat(ours.get("a.bias").values()).containsExactly(11, 22, 33, 44, 5, 6);
    assertThat(ours.get("b.bias").values()).containsExactly(3, 5, 2);
    assertThat(ours.get("a.inner").values()).containsExactly(50, 60);
    assertThat(ours.get("b.inner").values()).containsExactly(5);
    assertThat(ours.get("w").values()).containsExactly(3, 4, 1, 2);
    assertThat(ours.get("w").dims()).containsExactly(2, 2);
  }

  @Test
  void explainsSumsAndPartsThatDoNotFit() {
    Map<String, StoredTensor> theirs = Map.of("a", numbers(1, 2, 3, 4), "b", numbers(5, 6));
    assertThatThrownBy(
            () ->
                renamed(
                    theirs,
                    "a[1 of 3] -> x",
                    "a[1 2 of 4] + b -> y",
                    "a[3 of 4] + c -> z",
                    "b -> v",
                    "a[4 of 4] + b[1 of 2] -> q"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContainingAll(
            "line 1: a [4] has no 3 equal parts",
            "line 3: there is no c to add",
            "line 4: lines above have taken b",
            "line 5: lines above have taken b");
    assertThatThrownBy(() -> renamed(theirs, "a + b -> x"))
        .hasMessageContainingAll("line 1: cannot add b [2] to [4]", "no line for b [2]");
    assertThatThrownBy(() -> renamed(theirs, "a[2 of 2] -> x", "b -> -"))
        .hasMessageContaining("no line for rows 0 to 1 of a [4]");
  }

  @Test
  void badPartsAreNamed() {
    assertThatThrownBy(() -> names("a[1 1 of 3] -> b"))
        .hasMessageEndingWith(":1: 'a[1 1 of 3]'; parts are 1 to 3, each once, or 0 for zeros");
    assertThatThrownBy(() -> names("a[4 of 3] -> b")).hasMessageContaining("parts are 1 to 3");
    assertThatThrownBy(() -> names("a[] -> b[1 of 2]")).hasMessageContaining("expected");
    assertThatThrownBy(() -> names("a b -> c"))
        .hasMessageEndingWith(
            ":1: 'a b'; `their.name`, or `their.name[1 2 of 3]` for parts, expected");
    assertThatThrownBy(() -> names("a + b -> -"))
        .hasMessageEndingWith(":1: a sum has a name: `-> our/name` expected");
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
