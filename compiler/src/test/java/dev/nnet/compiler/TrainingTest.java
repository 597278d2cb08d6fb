package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.train.Trainer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hundred steps of LeNet-5: the same bits on any number of threads. */
class TrainingTest {
  private static final int BATCH = 24;

  private final CompiledNetwork lenet = TestNetworks.compile(TestNetworks.LENET5);

  private float[] train(int threads, int steps) {
    Network network = lenet.load();
    Random random = new Random(4);
    float[] image = new float[784];
    try (Trainer trainer = Trainer.create(Model.create(network, 9), "")) {
      trainer.threads(threads).batch(BATCH);
      for (int step = 0; step < steps; step++) {
        for (int i = 0; i < BATCH; i++) {
          int digit = random.nextInt(10);
          for (int k = 0; k < image.length; k++) {
            image[k] = random.nextFloat() + (k % 10 == digit ? 1 : 0);
          }
          trainer.row(i).put("image", image);
          trainer.row(i).put("digit", digit);
        }
        trainer.step(BATCH);
      }
      return trainer.model().params();
    }
  }

  @Test
  void givesTheSameBitsOnOneThreadAndTwo() {
    assertThat(train(2, 100)).isEqualTo(train(1, 100));
  }
}
