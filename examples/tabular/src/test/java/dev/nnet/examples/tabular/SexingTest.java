package dev.nnet.examples.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.data.TableDataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The typed class as an application uses it, on the whole table. */
class SexingTest {
  private static final Path TABLE = Path.of("data/penguins.csv");

  private static TableDataset all;

  @BeforeAll
  static void read() throws IOException {
    all = Sexing.read(TABLE);
  }

  @Test
  void rowsWithoutASexAreLeftOutAndTold() {
    assertThat(all.size()).isEqualTo(333);
    assertThat(all.skipped()).isEqualTo(11);
    assertThat(all.problems().get(0)).isEqualTo(TABLE + ":5: Beak Length (mm) is missing");
    assertThat(all.unused()).isEmpty();
    assertThatThrownBy(() -> Penguins.tables().read(TABLE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("penguins.csv: 11 rows cannot be used")
        .hasMessageContaining("penguins.csv:10: Sex is missing");
  }

  @Test
  void learnsToTheStatedAccuracy() {
    // 91.9 % when this was written
    assertThat(Sexing.accuracy(all)).isGreaterThan(0.91);
  }

  @Test
  void namesAndScalesComeBackWithTheWeights(@TempDir Path folder) throws IOException {
    Path weights = folder.resolve("penguins.safetensors");
    Penguins learned = Sexing.learn(all, 1);
    learned.save(weights);
    Penguins net = Penguins.load(weights);
    assertThat(net.sexNames()).containsExactly("FEMALE", "MALE");
    assertThat(net.speciesNames()).containsExactly("Adelie", "Chinstrap", "Gentoo");
    assertThat(net.weights().get("body.mean")[3]).isBetween(4_000f, 4_400f);
    assertThat(Sexing.tell(net, "Gentoo", "Biscoe", 45, 14, 210, 4_400)).isEqualTo("FEMALE");
    assertThat(Sexing.tell(net, "Gentoo", "Biscoe", 50, 16, 225, 5_700)).isEqualTo("MALE");
    assertThatThrownBy(() -> Sexing.tell(net, "Emperor", "Biscoe", 1, 1, 1, 1))
        .hasMessageContaining("species are [Adelie, Chinstrap, Gentoo]");
  }
}
