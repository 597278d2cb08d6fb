package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.train.Trainer;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hundred steps of LeNet-5: the same bits on any number of threads, and no garbage. */
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

  @Test
  void allocatesNothingInSteadyState() {
    Network network = lenet.load();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Trainer trainer = Trainer.create(Model.create(network, 9), "");
        Session session = Model.create(network, 9).session(1)) {
      trainer.batch(1);
      long least = Long.MAX_VALUE;
      // boxes of code that is not compiled yet are gone once it is
      for (int round = 0; round < 400 && least > 0; round++) {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 100; i++) {
          session.run(1);
        }
        for (int i = 0; i < 100; i++) {
          trainer.row(0).put("digit", 3);
          trainer.step(1);
        }
        long now = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        least = Math.min(least, now - before);
      }
      assertThat(least).isZero();
    }
  }
}
