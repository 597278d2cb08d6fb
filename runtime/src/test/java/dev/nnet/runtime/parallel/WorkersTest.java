package dev.nnet.runtime.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phases in step on every worker, and a team that survives whatever its tasks throw. */
class WorkersTest {
  private interface Work {
    void run(int phase, int worker);
  }

  private static Workers.Task task(int phases, Work work) {
    return new Workers.Task() {
      @Override
      public int phases() {
        return phases;
      }

      @Override
      public void run(int phase, int worker) {
        work.run(phase, worker);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void runsEveryPhaseOnceOnEveryWorker(int size) {
    int[][] runs = new int[5][size];
    try (Workers workers = new Workers(size)) {
      assertThat(workers.size()).isEqualTo(size);
      Workers.Task task = task(5, (phase, worker) -> runs[phase][worker]++);
      workers.run(task);
      workers.run(task);
      workers.run(task(0, (phase, worker) -> runs[0][0] = 99));
    }
    for (int[] phase : runs) {
      assertThat(phase).containsOnly(2);
    }
  }

  /** Each worker reads in a phase what its neighbour wrote, unsynchronised, in the one before. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyWriteOfAPhaseIsSeenInTheNext(int size) {
    int phases = 3000;
    int[][] written = new int[2][16 * size];
    AtomicInteger wrong = new AtomicInteger();
    try (Workers workers = new Workers(size)) {
      workers.run(
          task(
              phases,
              (phase, worker) -> {
                int neighbour = (worker + 1) % size;
                if (phase > 0 && written[(phase - 1) % 2][16 * neighbour] != phase - 1) {
                  wrong.incrementAndGet();
                }
                written[phase % 2][16 * worker] = phase;
              }));
    }
    assertThat(wrong).hasValue(0);
    for (int worker = 0; worker < size; worker++) {
      assertThat(written[(phases - 1) % 2][16 * worker]).isEqualTo(phases - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void throwsWhatAWorkerThrewAndStaysUsable(int size) {
    List<String> later = new ArrayList<>();
    try (Workers workers = new Workers(size)) {
      for (Throwable failure :
          new Throwable[] {new IllegalArgumentException("x"), new StackOverflowError("y")}) {
        assertThatThrownBy(
                () ->
                    workers.run(
                        task(
                            3,
                            (phase, worker) -> {
                              if (phase == 1 && worker == size - 1) {
                                raise(failure);
                              }
                              if (phase == 2) {
                                later.add("worker " + worker);
                              }
                            })))
            .isSameAs(failure);
        AtomicInteger runs = new AtomicInteger();
        workers.run(task(2, (phase, worker) -> runs.incrementAndGet()));
        assertThat(runs).hasValue(2 * size);
      }
    }
    assertThat(later).as("phases behind the failure").isEmpty();
  }

  private static void raise(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void throwsOneExceptionWhenAllWorkersFail() {
    try (Workers workers = new Workers(4)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      task(
                          1,
                          (phase, worker) -> {
                            throw new IllegalStateException("worker " + worker);
                          })))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("worker [0-3]");
      workers.run(task(1, (phase, worker) -> {}));
    }
  }

  @Test
  void aTaskThatCannotEvenBeginLeavesTheTeamUsable() {
    Workers.Task broken =
        new Workers.Task() {
          @Override
          public int phases() {
            throw new IllegalStateException("how many?");
          }

          @Override
          public void run(int phase, int worker) {}
        };
    AtomicInteger runs = new AtomicInteger();
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() -> workers.run(broken)).hasMessage("how many?");
      assertThatThrownBy(() -> workers.run(null)).isInstanceOf(NullPointerException.class);
      workers.run(task(1, (phase, worker) -> runs.incrementAndGet()));
    }
    assertThat(runs).hasValue(2);
  }

  @Test
  void theCallerIsWorkerZeroAndTheOthersAreDaemons() {
    Thread[] threads = new Thread[3];
    try (Workers workers = new Workers(3)) {
      workers.run(task(1, (phase, worker) -> threads[worker] = Thread.currentThread()));
    }
    assertThat(threads[0]).isSameAs(Thread.currentThread());
    assertThat(threads[1].getName()).isEqualTo("nnet-worker-1");
    assertThat(threads[2].isDaemon()).isTrue();
  }

  @Test
  void endsItsThreadsWhenItIsClosed() throws InterruptedException {
    AtomicReference<Thread> other = new AtomicReference<>();
    Workers workers = new Workers(2);
    workers.run(
        task(
            1,
            (phase, worker) -> {
              if (worker == 1) {
                other.set(Thread.currentThread());
              }
            }));
    workers.close();
    other.get().join();
    workers.close();
    assertThatThrownBy(() -> workers.run(task(1, (phase, worker) -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("these workers are closed");
  }

  @Test
  void anInterruptedCallerFinishesItsRun() {
    AtomicInteger runs = new AtomicInteger();
    try (Workers workers = new Workers(2)) {
      Thread.currentThread().interrupt();
      workers.run(task(100, (phase, worker) -> runs.incrementAndGet()));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(runs).hasValue(200);
  }

  @Test
  void refusesATeamOfNobody() {
    assertThatThrownBy(() -> new Workers(0)).hasMessage("0 threads: at least 1 expected");
  }
}
