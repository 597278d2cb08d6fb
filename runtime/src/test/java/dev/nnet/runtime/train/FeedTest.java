package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Data that take long to read are read ahead: sooner, but nothing else is different. */
class FeedTest {
  private static final Dataset FAST = LinearData.of(50);

  /** Every example takes a while; notes who reads what. */
  private static final class Slow implements Dataset {
    final List<Integer> read = Collections.synchronizedList(new ArrayList<>());
    final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    int damaged = -1;

    @Override
    public int size() {
      return FAST.size();
    }

    @Override
    public void read(int index, Row row) {
      LockSupport.parkNanos(200_000);
      read.add(index);
      threads.add(Thread.currentThread().getName());
      if (index == damaged) {
        throw new UncheckedIOException(new IOException("p7.png: truncated"));
      }
      FAST.read(index, row);
    }
  }

  private final Slow slow = new Slow();

  private static Trainer trainer() {
    return Trainer.create(Model.create(new LinearNetwork(), 1), "").epochs(2);
  }

  @Test
  void givesTheSameBitsInTheSameOrder() {
    List<Integer> order = new ArrayList<>();
    Dataset noted =
        new Dataset() {
          @Override
          public int size() {
            return FAST.size();
          }

          @Override
          public void read(int index, Row row) {
            order.add(index);
            FAST.read(index, row);
          }
        };
    try (Trainer ahead = trainer();
        Trainer inTurn = trainer()) {
      ahead.fit(slow, slow);
      inTurn.fit(noted, noted);
      assertThat(slow.read).isEqualTo(order);
      assertThat(ahead.model().params()).isEqualTo(inTurn.model().params());
    }
    assertThat(slow.threads).contains("nnet read-ahead", Thread.currentThread().getName());
  }

  @Test
  void whatADatasetThrowsIsThrownByFit() {
    slow.damaged = 17;
    try (Trainer trainer = trainer()) {
      assertThatThrownBy(() -> trainer.fit(slow))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("p7.png: truncated");
      slow.damaged = -1;
      trainer.fit(slow);
      assertThat(trainer.epochsDone()).isEqualTo(2);
    }
  }

  @Test
  void aListenerMayMeasureTheDataThatAreReadAhead() {
    AtomicBoolean busy = new AtomicBoolean();
    AtomicBoolean together = new AtomicBoolean();
    Dataset alone =
        new Dataset() {
          @Override
          public int size() {
            return FAST.size();
          }

          @Override
          public void read(int index, Row row) {
            together.compareAndSet(false, !busy.compareAndSet(false, true));
            LockSupport.parkNanos(200_000);
            FAST.read(index, row);
            busy.set(false);
          }
        };
    try (Trainer measured = trainer();
        Trainer whole = trainer()) {
      measured.onBatch(p -> measured.evaluate(alone));
      measured.fit(alone);
      whole.fit(FAST);
      assertThat(together).as("one call at a time").isFalse();
      assertThat(measured.model().params()).isEqualTo(whole.model().params());
    }
  }

  @Test
  void nobodyReadsAfterARunThatWasStopped() {
    try (Trainer trainer = trainer()) {
      trainer.onBatch(
          p -> {
            if (p.batch() == 3) {
              trainer.stop();
            }
          });
      trainer.fit(slow);
      int read = slow.read.size();
      LockSupport.parkNanos(20_000_000);
      assertThat(slow.read).hasSize(read);
      assertThat(trainer.steps()).isEqualTo(3);
    }
    try (Trainer stopped = trainer();
        Trainer whole = trainer()) {
      stopped.onBatch(
          p -> {
            if (p.epoch() == 1 && p.batch() == 3) {
              stopped.stop();
            }
          });
      stopped.fit(slow);
      stopped.fit(slow);
      whole.fit(FAST);
      assertThat(stopped.model().params()).isEqualTo(whole.model().params());
    }
  }

  @Test
  void allocatesNothingInSteadyState() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long[] before = {0, 0};
    long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
    Dataset parked =
        new Dataset() {
          @Override
          public int size() {
            return FAST.size();
          }

          @Override
          public void read(int index, Row row) {
            long own = Thread.currentThread().getId();
            if (own != id) {
              long now = threads.getThreadAllocatedBytes(own);
              least[1] = Math.min(least[1], now - before[1]);
              before[1] = now;
            }
            LockSupport.parkNanos(200_000);
            FAST.read(index, row);
          }
        };
    try (Trainer trainer = trainer().epochs(4)) {
      trainer.onBatch(
          p -> {
            long now = threads.getThreadAllocatedBytes(id);
            least[0] = Math.min(least[0], now - before[0]);
            before[0] = now;
          });
      trainer.fit(parked);
    }
    assertThat(least).containsExactly(0, 0);
  }
}
