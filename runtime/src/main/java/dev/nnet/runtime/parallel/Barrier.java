package dev.nnet.runtime.parallel;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A reusable barrier that spins before it parks: steps of a network take microseconds, waking a
 * parked thread takes fifty.
 *
 * <p>Each party counts its own comings, in a line of the cache of its own, and looks at the counts
 * of the others: what one writes travels to the others once, and nobody waits for the right to
 * write.
 */
final class Barrier {
  /** Looks without a pause between: the others are nearly there. */
  private static final int LOOKS = 200;

  /** Then some tens of microseconds of {@link Thread#onSpinWait()}. */
  private static final int SPINS = 2_000;

  /** Counts from one to the next: two lines, since processors fetch them in pairs. */
  private static final int APART = 32;

  private final int parties;

  /** How often each party has come. */
  private final AtomicIntegerArray come;

  private final AtomicReferenceArray<Thread> parked;

  Barrier(int parties) {
    this.parties = parties;
    this.come = new AtomicIntegerArray((parties + 1) * APART);
    this.parked = new AtomicReferenceArray<>(parties);
  }

  /** Waits until all parties have come; {@code party} is the caller's own number. */
  void await(int party) {
    int round = come.getPlain(place(party)) + 1;
    come.set(place(party), round);
    for (int p = 0; p < parties; p++) {
      Thread sleeper = parked.get(p);
      if (sleeper != null) {
        LockSupport.unpark(sleeper);
      }
    }
    for (int p = 0; p < parties; p++) {
      if (p != party) {
        await(party, p, round);
      }
    }
  }

  private void await(int party, int other, int round) {
    for (int spin = 0; spin < LOOKS + SPINS; spin++) {
      if (has(other, round)) {
        return;
      }
      if (spin >= LOOKS) {
        Thread.onSpinWait();
      }
    }
    // Publishing the thread before looking again pairs with the others, which count before they
    // look for sleepers: one of the two sees the other.
    parked.set(party, Thread.currentThread());
    while (!has(other, round)) {
      LockSupport.park(this);
    }
    parked.set(party, null);
  }

  /** Whether a party has come to a round; it may be one ahead. */
  private boolean has(int party, int round) {
    return come.get(place(party)) - round >= 0;
  }

  private static int place(int party) {
    return (party + 1) * APART;
  }
}
