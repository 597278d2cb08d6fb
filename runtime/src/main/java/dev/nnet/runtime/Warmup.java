package dev.nnet.runtime;

import dev.nnet.runtime.parallel.Workers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * What the sessions of a model share, or its streams. Answers at once with the plain emission and
 * goes over to the vector one when that has become the faster: a JVM runs vector code slowly until
 * it has compiled it.
 *
 * <pre>
 *   sessions   plain plain plain .. plain | vector vector ..
 *   beside        rounds of it, timed ----+
 * </pre>
 *
 * Both emissions give the same bits over the same memory plan, so nothing but the time changes. One
 * for each; its thread is a daemon that ends with the change, works on zeros in a memory of its
 * own, and begins after the first answer.
 */
final class Warmup {
  /** Rounds in a row that the vector emission must win. */
  private static final int WINS = 16;

  /** Nanoseconds after which a slower vector emission is given up: large networks compile long. */
  private static final long PATIENCE = 300_000_000_000L;

  private final ModelSpec spec;
  private final Function<Boolean, Program> emissions;
  private final float[] params;
  private final boolean vector;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Program program;
  private volatile float[] prepared;

  /** That of sessions. */
  Warmup(Network network, float[] params, boolean vector) {
    this(network.spec(), network::inference, params, vector);
  }

  /**
   * @param emissions the plain emission of a program for false, the vector one for true
   * @param vector whether there is a vector emission to go over to
   */
  Warmup(ModelSpec spec, Function<Boolean, Program> emissions, float[] params, boolean vector) {
    this.spec = spec;
    this.emissions = emissions;
    this.params = params;
    this.vector = vector;
  }

  /** What the prologue made of the parameters, for all sessions; null before the first. */
  float[] prepared() {
    return prepared;
  }

  /** Keeps what the first session's prologue made. */
  void prepared(float[] floats) {
    prepared = floats;
  }

  /** What to run now. */
  Program program() {
    Program now = program;
    if (now == null) {
      now = emissions.apply(false);
      program = now;
    }
    return now;
  }

  /**
   * Begins to compile, once.
   *
   * @param batch examples of the answer that was given: code is compiled for what is run
   */
  void answered(int batch) {
    if (vector && !begun.get() && begun.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> compare(batch, PATIENCE), "nnet-warmup");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Runs both until the vector emission has become the faster, or time is over; first on single
   * examples, which compiles most of the code sooner.
   *
   * @param patience nanoseconds
   */
  void compare(int batch, long patience) {
    long end = System.nanoTime() + patience;
    Program plain = program();
    Program next = emissions.apply(true);
    if (wins(plain, next, 1, end) && (batch == 1 || wins(plain, next, batch, end))) {
      program = next;
    }
  }

  private boolean wins(Program plain, Program next, int batch, long end) {
    try (Workers alone = new Workers(1)) {
      Memory memory = new Memory(spec, plain, params, new float[0], prepared, batch, 1);
      Execution execution = new Execution(plain, memory, alone);
      long old = 0;
      int wins = 0;
      for (int round = 0; wins < WINS && System.nanoTime() < end; round++) {
        if (round % WINS == 0) {
          old = time(execution, plain, batch);
        }
        wins = time(execution, next, batch) < old ? wins + 1 : 0;
      }
      return wins == WINS;
    }
  }

  private static long time(Execution execution, Program program, int batch) {
    execution.use(program);
    long start = System.nanoTime();
    execution.run(batch);
    return System.nanoTime() - start;
  }
}
