package dev.nnet.runtime.parallel;

/**
 * A fixed team of threads that runs the phases of a task in step: n - 1 daemon threads and the
 * caller, which is worker 0.
 *
 * <pre>
 *   try (Workers workers = new Workers(2)) {
 *     workers.run(task);      // task.run(0, w), barrier, task.run(1, w), barrier, ..
 *   }
 * </pre>
 *
 * Nothing is allocated per run. A team runs one task at a time; with one worker there is no thread
 * and no barrier, only a loop.
 */
public final class Workers implements AutoCloseable {
  /** Work in phases; a phase starts on any worker only when the one before has ended on all. */
  public interface Task {
    /** Number of phases, constant during a run. */
    int phases();

    /** This worker's share of a phase. */
    void run(int phase, int worker);
  }

  private final int size;
  private final Barrier barrier;
  private Task task;
  private int phases;
  private boolean closed;
  private volatile Throwable failure;

  /**
   * Starts the team.
   *
   * @param size number of workers including the caller of {@link #run}, at least 1
   */
  public Workers(int size) {
    if (size < 1) {
      throw new IllegalArgumentException(size + " threads: at least 1 expected");
    }
    this.size = size;
    this.barrier = new Barrier(size);
    for (int worker = 1; worker < size; worker++) {
      int number = worker;
      Thread thread = new Thread(() -> serve(number), "nnet-worker-" + number);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Workers in the team, the caller included. */
  public int size() {
    return size;
  }

  /**
   * Runs a task to its end. If a worker throws, the rest of the task is skipped and the exception
   * is thrown here, as it was, with the worker's own stack trace; the team stays usable.
   *
   * @throws IllegalStateException if the team is closed
   */
  public void run(Task task) {
    if (closed) {
      throw new IllegalStateException("these workers are closed");
    }
    phases = task.phases();
    if (size == 1) {
      for (int phase = 0; phase < phases; phase++) {
        task.run(phase, 0);
      }
      return;
    }
    if (phases == 0) {
      return; // without a barrier at its end, the next call could overtake a worker still waking
    }
    this.task = task;
    barrier.await(0);
    work(0);
    this.task = null;
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  /** Ends the threads; does nothing the second time. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (size > 1) {
        barrier.await(0);
      }
    }
  }

  /** Idle workers stand at the barrier; the caller's coming starts a run. */
  private void serve(int worker) {
    while (true) {
      barrier.await(worker);
      if (closed) {
        return;
      }
      work(worker);
    }
  }

  /** A failed run still visits every barrier, so that nobody waits for a worker that has gone. */
  private void work(int worker) {
    // Copies: the caller may begin the next run while this worker is still leaving the last
    // barrier.
    Task current = task;
    int count = phases;
    for (int phase = 0; phase < count; phase++) {
      if (failure == null) {
        try {
          current.run(phase, worker);
        } catch (RuntimeException | Error e) {
          fail(e);
        }
      }
      barrier.await(worker);
    }
  }

  private synchronized void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }
}
