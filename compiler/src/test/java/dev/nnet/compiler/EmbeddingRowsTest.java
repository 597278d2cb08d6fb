package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.RowsSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.Trainer;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only the rows of a table that a batch names are changed, with the bits of a whole update. */
class EmbeddingRowsTest {
  /** A row for each word, by a product with ones and zeros: its gradient is a whole table. */
  private static final String TEXT =
      """
      block whole(dim) {
          input x: index<V>[B, T]
          param weight: f32[V, dim] = normal(std=1)
          return one_hot(x) @ weight
      }
      network N {
          sequence T
          input  words: index<400>[B, T]
          target mood:  index<3>[B]
          output score: f32[B, 3]
          score = words -> LAYER -> gru(6) -> mean(axis=T) -> dense(3)
          train {
              loss      = cross_entropy(score, mood)
              optimizer = OPTIMIZER
              batch     = 4
              epochs    = 3
              SETTING
          }
      }
      """;

  private static Network network(String layer, String optimizer, String setting) {
    String text =
        TEXT.replace("LAYER", layer).replace("OPTIMIZER", optimizer).replace("SETTING", setting);
    if (!layer.startsWith("whole")) {
      text = text.substring(text.indexOf("network"));
    }
    return TestNetworks.compile(text).load();
  }

  private static Dataset data() {
    return Dataset.of(
        IntStream.range(0, 22).boxed().toList(),
        (example, row) -> {
          Random random = new Random(example);
          row.put("words", random.ints(1 + example % 9, 0, 400).toArray());
          row.put("mood", example % 3);
        });
  }

  private static float[] trained(Network network, String path, int threads) {
    Model begin = Model.create(network, 3);
    float[] table = new float[400 * 5];
    Random random = new Random(8);
    for (int k = 0; k < table.length; k++) {
      table[k] = (float) random.nextGaussian();
    }
    float[] params = begin.params();
    network.spec().parameter(path).scatter(table, params);
    try (Trainer trainer = Trainer.create(Model.of(network, params), "").threads(threads)) {
      trainer.fit(data());
      return trainer.model().weights().get(path);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sgd(lr=0.5); 0; 1; clip_norm = 0.1",
        "sgd(lr=0.5); 256; 2; clip_value = 0.01",
        "adagrad(lr=0.1); 512; 1; average = 0.9",
        "adagrad(lr=0.1); 0; 2; accumulate = 2",
        "adam(lr=0.1); 256; 1; clip_norm = 0.1",
        "sgd(lr=0.5, momentum=0.9, weight_decay=0.1); 0; 1; clip_norm = 0.1"
      })
  void trainsAsAWholeTable(String optimizer, int bits, int threads, String setting) {
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    Network rows = network("embedding(5)", optimizer, setting);
    Network whole = network("whole(5)", optimizer, setting);
    assertThat(rows.spec().train("").rows())
        .containsExactly(new RowsSpec("score/embedding_1.weight", 0));
    assertThat(whole.spec().train("").rows()).isEmpty();
    float[] found = trained(rows, "score/embedding_1.weight", threads);
    assertThat(found).isEqualTo(trained(whole, "score/whole_1.weight", 1));
  }

  /** Norms of tables that lie differently are summed in another order. */
  @Test
  void directionsInThePlaceOfGradientsAreCleared() {
    float[] found =
        trained(network("embedding(5)", "lamb(lr=0.02)", ""), "score/embedding_1.weight", 1);
    float[] whole = trained(network("whole(5)", "lamb(lr=0.02)", ""), "score/whole_1.weight", 1);
    assertThat(found).containsExactly(whole, Offset.offset(1e-4f));
  }

  /** What else a table is used for gives it a whole gradient. */
  @Test
  void tiedTablesAreWhole() {
    String text =
        """
        network N {
            sequence T
            input  words: index<40>[B, T]
            target next:  index<40>[B, T]
            output score: f32[B, T, 40]
            layer table = embedding(5)
            score = (words -> table -> gru(5)) @ transpose(table.weight)
            train { loss = cross_entropy(score, next)  optimizer = sgd(lr=0.1) }
        }
        """;
    assertThat(TestNetworks.compile(text).spec().train("").rows()).isEmpty();
  }
}
