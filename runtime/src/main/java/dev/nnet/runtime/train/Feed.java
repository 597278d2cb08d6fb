package dev.nnet.runtime.train;

import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.image.Draws;

/**
 * Fills the rows of a memory batch by batch. Where that takes long, the next batch is read on a
 * thread of its own while the current one is computed:
 *
 * <pre>
 *   trainer   | read 0 | compute 0 | compute 1 | compute 2
 *   reader             | read 1    | read 2    | read 3
 * </pre>
 *
 * What is read and in which order, and so every bit, is the same. What a dataset throws is thrown
 * when its batch is asked for. Nothing is allocated once the thread is there.
 */
final class Feed implements AutoCloseable {
  /** Below this, handing a batch over costs more than it saves. */
  private static final long WORTH_NANOS = 300_000;

  private final ModelSpec spec;
  private final Memory memory;
  private final String caller;
  private final Draws draws;
  private final Row row;
  private Reader reader;
  private long nanos;

  /**
   * @param caller begins every message
   * @param draws what the random stages of {@code preprocess} draw from
   */
  Feed(ModelSpec spec, Memory memory, String caller, Draws draws) {
    this.spec = spec;
    this.memory = memory;
    this.caller = caller;
    this.draws = draws;
    this.row = new Row(spec, memory, caller, draws);
  }

  /** A place for an example, for those who fill rows themselves. */
  Row row() {
    return row;
  }

  /**
   * Fills the first rows with a batch.
   *
   * @param turn for random stages: the epoch
   * @return the number of its examples
   */
  int fill(Dataset dataset, Batches batches, int number, long turn) {
    int examples;
    if (reader != null && reader.begun(number)) {
      examples = reader.take();
      memory.exchange(spec, reader.memory);
      nanos = reader.nanos;
    } else {
      long start = System.nanoTime();
      row.turn(turn);
      examples = batches.fill(dataset, row, number);
      nanos = System.nanoTime() - start;
    }
    if (nanos > WORTH_NANOS && number + 1 < batches.count()) {
      if (reader == null) {
        reader = new Reader();
      }
      reader.begin(dataset, batches, number + 1, turn);
    }
    return examples;
  }

  /** Waits for what is being read ahead and keeps it: others may read the dataset now. */
  void rest() {
    if (reader != null) {
      reader.await();
    }
  }

  /** Waits for what is being read and forgets it: nobody touches the dataset any more. */
  void settle() {
    if (reader != null) {
      reader.await();
      reader.number = Reader.NONE;
      reader.failure = null;
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      settle();
      reader.end();
    }
  }

  /** The thread. Its fields are the trainer's while it does not {@code work}. */
  private final class Reader implements Runnable {
    static final int NONE = -1;

    final Memory memory = Memory.borders(spec, Feed.this.memory);
    private final Row row = new Row(spec, memory, caller, draws.copy());
    private Dataset dataset;
    private Batches batches;
    private long turn;
    private boolean working;
    private boolean ended;
    private int examples;
    private Throwable failure;
    private int number = NONE;
    private long nanos;

    Reader() {
      Thread thread = new Thread(this, "nnet read-ahead");
      thread.setDaemon(true);
      thread.start();
    }

    boolean begun(int wanted) {
      return number == wanted;
    }

    synchronized void begin(Dataset from, Batches order, int which, long when) {
      dataset = from;
      batches = order;
      number = which;
      turn = when;
      working = true;
      notifyAll();
    }

    synchronized void await() {
      boolean interrupted = false;
      while (working) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      dataset = null;
      batches = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** The examples of the batch that was begun, or what went wrong with it. */
    int take() {
      await();
      number = NONE;
      Throwable thrown = failure;
      failure = null;
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      return examples;
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    private synchronized boolean next() {
      while (!working && !ended) {
        try {
          wait();
        } catch (InterruptedException e) {
          // nobody interrupts this thread but at the end of the JVM
        }
      }
      return !ended;
    }

    private synchronized void done() {
      working = false;
      notifyAll();
    }

    @Override
    public void run() {
      while (next()) {
        long start = System.nanoTime();
        try {
          row.turn(turn);
          examples = batches.fill(dataset, row, number);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        nanos = System.nanoTime() - start;
        done();
      }
    }
  }
}
