package dev.nnet.runtime.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Nobody passes before all have come, whether they spin or sleep. */
class BarrierTest {
  @Test
  void onePartyNeverWaits() {
    Barrier barrier = new Barrier(1);
    for (int round = 0; round < 10; round++) {
      barrier.await(0);
    }
  }

  @Test
  void nobodyPassesBeforeAllHaveCome() throws InterruptedException {
    int parties = 4;
    int rounds = 300;
    Barrier barrier = new Barrier(parties);
    AtomicInteger come = new AtomicInteger();
    AtomicInteger early = new AtomicInteger();
    Thread[] threads = new Thread[parties];
    for (int p = 0; p < parties; p++) {
      int party = p;
      threads[p] =
          new Thread(
              () -> {
                for (int round = 1; round <= rounds; round++) {
                  if (round % 50 == party) {
                    LockSupport.parkNanos(2_000_000); // so that the others stop spinning and park
                  }
                  come.incrementAndGet();
                  barrier.await(party);
                  if (come.get() < parties * round) {
                    early.incrementAndGet();
                  }
                  barrier.await(party);
                }
              });
      threads[p].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(early).hasValue(0);
    assertThat(come).hasValue(parties * rounds);
  }
}
