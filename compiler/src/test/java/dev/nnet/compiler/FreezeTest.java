package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.ArrayDataset;
import dev.nnet.runtime.random.RandomStream;
import dev.nnet.runtime.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Train sections that leave a part of the network as it is. */
class FreezeTest {
  private static final CompiledNetwork NETWORK =
      TestNetworks.compile(
          """
          network N {
              input  x: f32[B, 2, 6, 6]
              target t: index<3>[B]
              output y: f32[B, 3]
              features = x -> conv2d(4, kernel=3) -> batch_norm -> relu -> dropout(0.5)
              y = features -> flatten -> dense(3)
              train {
                  loss = cross_entropy(y, t)  batch = 4  epochs = 2
                  optimizer = adamw(lr=0.01, weight_decay=0.1)
              }
              train head {
                  loss = cross_entropy(y, t)  batch = 4  epochs = 2
                  optimizer = adamw(lr=0.01, weight_decay=0.1)
                  freeze = [features]
              }
          }
          """);

  private static ArrayDataset data() {
    float[] x = new float[8 * 72];
    new RandomStream(1, "x").uniform(x, 0);
    return new ArrayDataset(8).with("x", x).with("t", new int[] {0, 1, 2, 0, 1, 2, 0, 1});
  }

  private static List<String> changed(String section) {
    Model before = Model.create(NETWORK.load(), 3);
    try (Trainer trainer = Trainer.create(before, section)) {
      trainer.fit(data());
      Model after = trainer.model();
      List<String> changed = new ArrayList<>();
      for (String path : before.weights().paths()) {
        if (!java.util.Arrays.equals(before.weights().get(path), after.weights().get(path))) {
          changed.add(path);
        }
      }
      return changed;
    }
  }

  @Test
  void onlyTheRestIsTrained() {
    assertThat(changed("head")).containsExactly("y/dense_1.weight", "y/dense_1.bias");
    assertThat(changed("")).hasSize(NETWORK.spec().parameters().size());
  }

  /** Running statistics instead of the batch's, nothing dropped, no gradient further down. */
  @Test
  void aFrozenLayerComputesWhatItDoesInInference() {
    Graph head =
        ProgramGraph.of(NETWORK.elaborated()).stream()
            .filter(p -> p.name().equals("training head"))
            .findFirst()
            .orElseThrow()
            .graph();
    assertThat(head.results(Graph.Role.STATE)).isEmpty();
    assertThat(head.values()).noneMatch(v -> v.op().name().equals("mean") && v.shape().rank() == 1);
    Model model = Model.create(NETWORK.load(), 3);
    try (Trainer trainer = Trainer.create(model, "head").batch(8)) {
      data().read(0, trainer.row(0));
      for (int i = 0; i < 8; i++) {
        data().read(i, trainer.row(i));
      }
      double evaluated = trainer.evaluate(data()).loss();
      assertThat((double) trainer.step(8)).isCloseTo(evaluated, withinRounding());
    }
  }

  private static org.assertj.core.data.Offset<Double> withinRounding() {
    return org.assertj.core.data.Offset.offset(1e-5);
  }
}
