package dev.nnet.runtime;

import java.util.concurrent.atomic.AtomicReference;

/** Notices when two threads use one thing at once, and says so instead of mixing their numbers. */
public final class OneThread {
  private final String what;
  private final AtomicReference<Thread> user = new AtomicReference<>();

  /**
   * @param what is guarded, for the message
   */
  public OneThread(String what) {
    this.what = what;
  }

  /**
   * Begins a use; {@link #leave} must follow in a finally block.
   *
   * @throws IllegalStateException if another use has not ended
   */
  public void enter() {
    Thread me = Thread.currentThread();
    if (!user.compareAndSet(null, me)) {
      Thread other = user.get();
      throw new IllegalStateException(
          what
              + " is used by two threads at once: "
              + me.getName()
              + (other == null || other == me ? "" : " and " + other.getName())
              + "; give each thread its own");
    }
  }

  /** Ends the use. */
  public void leave() {
    user.set(null);
  }
}
