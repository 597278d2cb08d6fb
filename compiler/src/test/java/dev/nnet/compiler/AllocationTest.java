package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.Stream;
import dev.nnet.runtime.train.Trainer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers and training steps of LeNet-5 and steps of a stream leave no garbage. */
@Tag("alone")
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Now and then C2 leaves a box in one kernel for good; classes that are loaded anew are compiled
   * anew. Garbage of our own making is there every time.
   */
  @Test
  void allocatesNothingInSteadyState() {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 4 && least > 0; attempt++) {
      least = Math.min(least, leastOfARound());
    }
    assertThat(least).isZero();
  }

  private static long leastOfARound() {
    Network network = TestNetworks.compile(TestNetworks.LENET5).load();
    long least = Long.MAX_VALUE;
    try (Trainer trainer = Trainer.create(Model.create(network, 9), "");
        Session session = Model.create(network, 9).session(1)) {
      trainer.batch(1);
      // boxes of code that is not compiled yet are gone once it is
      for (int round = 0; round < 700 && least > 0; round++) {
        long before = allocated();
        for (int i = 0; i < 100; i++) {
          session.run(1);
        }
        for (int i = 0; i < 100; i++) {
          trainer.row(0).put("digit", 3);
          trainer.step(1);
        }
        least = Math.min(least, allocated() - before);
      }
    }
    return least;
  }

  @Test
  void stepsOfAStreamAllocateNothing() {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 4 && least > 0; attempt++) {
      least = Math.min(least, leastOfAStream());
    }
    assertThat(least).isZero();
  }

  private static long leastOfAStream() {
    Network network =
        TestNetworks.compile(
                """
                network S {
                    sequence T <= 6
                    input  words: index<11>[B, T]
                    output logits: f32[B, T, 11]
                    logits = words -> embedding(16) -> gru(16) -> dense(11)
                }
                """)
            .load();
    Stream stream = Model.create(network, 9).stream();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 1500 && least > 0; round++) {
      long before = allocated();
      for (int i = 0; i < 100; i++) {
        stream.row().put("words", i % 11);
        stream.next();
      }
      least = Math.min(least, allocated() - before);
    }
    return least;
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
