package dev.nnet.runtime.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A reusable barrier that spins before it parks: steps of a network take microseconds, waking a
 * parked thread takes fifty.
 */
final class Barrier {
  /** Some tens of microseconds of {@link Thread#onSpinWait()}. */
  private static final int SPINS = 2_000;

  private final int parties;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicReferenceArray<Thread> parked;
  private volatile int generation;

  Barrier(int parties) {
    this.parties = parties;
    this.parked = new AtomicReferenceArray<>(parties);
  }

  /** Waits until all parties have come; {@code party} is the caller's own number. */
  void await(int party) {
    int mine = generation;
    if (arrived.incrementAndGet() == parties) {
      arrived.set(0);
      generation = mine + 1;
      for (int p = 0; p < parties; p++) {
        Thread sleeper = parked.get(p);
        if (sleeper != null) {
          LockSupport.unpark(sleeper);
        }
      }
      return;
    }
    for (int spin = 0; spin < SPINS; spin++) {
      if (generation != mine) {
        return;
      }
      Thread.onSpinWait();
    }
    // Publishing the thread before looking again pairs with the last party, which moves the
    // generation before it looks for sleepers: one of the two sees the other.
    parked.set(party, Thread.currentThread());
    while (generation == mine) {
      LockSupport.park(this);
    }
    parked.set(party, null);
  }
}
