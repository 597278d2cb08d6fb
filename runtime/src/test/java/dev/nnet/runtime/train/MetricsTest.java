package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Means over examples, whatever the batches were. */
class MetricsTest {
  private final LinearNetwork network = new LinearNetwork();
  private final ModelSpec spec = network.spec();
  private final Memory memory =
      new Memory(
          spec, network.inference(false), new float[spec.parameterFloats()], new float[0], 8, 1);

  private Totals totals() {
    return new Totals(spec.train(""), spec.borders(), 0);
  }

  private void add(Totals totals, int batch, float loss, float mae) {
    memory.floats[LinearNetwork.LOSS][0] = loss;
    memory.floats[LinearNetwork.MAE][0] = mae;
    totals.add(memory, batch);
  }

  @Test
  void weighsBatchesByTheirExamples() {
    Totals totals = totals();
    add(totals, 6, 1, 0.5f);
    add(totals, 2, 5, 0.25f);
    assertThat(totals.mean().loss()).isEqualTo(2);
    assertThat(totals.mean().value("mae")).isEqualTo(0.4375);
    totals.clear();
    add(totals, 1, 3, 0);
    assertThat(totals.mean().loss()).isEqualTo(3);
    assertThat(totals.examples()).isEqualTo(1);
  }

  @Test
  void isRestoredToTheLastBitFromItsText() {
    Totals totals = totals();
    add(totals, 7, 0.1f, 1e-30f);
    add(totals, 3, 1.7f, 3e30f);
    Totals restored = totals();
    restored.restore(totals.text());
    assertThat(restored.mean()).isEqualTo(totals.mean());
    assertThatThrownBy(() -> restored.restore("10 0x1p1"))
        .hasMessage("2 sums expected, found '10 0x1p1'");
  }

  @Test
  void showsItsValuesInTheOrderOfTheText() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("top", 0.25);
    values.put("accuracy", 1.0);
    Metrics metrics = new Metrics(1.5, values, Map.of());
    values.clear();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(metrics).hasToString("loss 1.5000  top 0.2500  accuracy 1.0000");
    } finally {
      Locale.setDefault(before);
    }
    assertThatThrownBy(() -> metrics.value("f1"))
        .hasMessage("no metric 'f1'; there are [top, accuracy]");
  }
}
