package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions in the program's own arrays. */
class SessionTest {
  private static final float[] PARAMS = {2, 0, -1, 0, 10, 20, 30, 0};

  private final Model model = Model.of(new LinearNetwork(), PARAMS);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void predictsTheFirstRowsOnAnyNumberOfThreads(int threads) {
    try (Session session = model.session(8, threads)) {
      for (int i = 0; i < 5; i++) {
        session.input("x")[2 * i] = i;
        session.intInput("group")[i] = i % 3;
      }
      session.run(5);
      assertThat(session.output("y")).containsExactly(10, 22, 34, 16, 28, 0, 0, 0);
      session.row(1).put("x", new float[] {0, 1});
      session.run(2);
      assertThat(session.output("y")[1]).isEqualTo(19);
    }
  }

  @Test
  void refusesIndicesThatWouldReadOtherWeights() {
    Session session = model.session(4);
    session.intInput("group")[2] = 3;
    session.run(2);
    assertThatThrownBy(() -> session.run(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Linear.predict: group[2] = 3 is not in 0..2 (linear.nnet:3:15)");
    session.intInput("group")[2] = -1;
    assertThatThrownBy(() -> session.run(3)).hasMessageContaining("group[2] = -1 is not in 0..2");
  }

  @Test
  void refusesBatchesAndRowsItHasNoRoomFor() {
    Session session = model.session(4);
    assertThat(session.maxBatch()).isEqualTo(4);
    assertThatThrownBy(() -> session.run(5))
        .hasMessage("Linear.predict: a batch of 5 is not in 1..4");
    assertThatThrownBy(() -> session.run(0))
        .hasMessage("Linear.predict: a batch of 0 is not in 1..4");
    assertThatThrownBy(() -> session.row(4)).hasMessage("Linear.predict: example 4 is not in 0..3");
    assertThatThrownBy(() -> model.session(0))
        .hasMessage("a batch of 0 on 1 threads: both start at 1");
  }

  @Test
  void namesTheArrayThatIsAskedForWrongly() {
    Session session = model.session(1);
    assertThatThrownBy(() -> session.input("group")).hasMessageStartingWith("group holds integers");
    assertThatThrownBy(() -> session.intOutput("y")).hasMessageStartingWith("y holds floats");
    assertThatThrownBy(() -> session.output("x")).hasMessage("x is INPUT, not OUTPUT");
    assertThatThrownBy(() -> session.input("z"))
        .hasMessage("Linear has no 'z'; it has x, group, t, y, loss, mae");
  }

  @Test
  void refusesASecondThreadByName() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Session session = Model.of(new Waiting(inside, done), PARAMS).session(1);
    Thread first = new Thread(() -> session.run(1), "first");
    first.start();
    inside.await();
    try {
      assertThatThrownBy(() -> session.run(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a session of Linear is used by two threads at once: "
                  + Thread.currentThread().getName()
                  + " and first; give each thread its own");
    } finally {
      done.countDown();
      first.join();
    }
    session.run(1);
    assertThat(session.output("y")).containsExactly(10);
  }

  /** The linear network, whose prediction waits until it is told to go on. */
  private static final class Waiting extends Network {
    private final Network linear = new LinearNetwork();
    private final CountDownLatch inside;
    private final CountDownLatch done;

    Waiting(CountDownLatch inside, CountDownLatch done) {
      this.inside = inside;
      this.done = done;
    }

    @Override
    public String specText() {
      return linear.specText();
    }

    @Override
    public Program inference(boolean vector) {
      return new LinearNetwork.Steps(1) {
        @Override
        public void run(int step, Memory memory, int batch, int from, int to, int worker) {
          inside.countDown();
          try {
            done.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          super.run(step, memory, batch, from, to, worker);
        }
      };
    }

    @Override
    public Program training(String section, boolean vector) {
      return linear.training(section, vector);
    }

    @Override
    public Program evaluation(String section, boolean vector) {
      return linear.evaluation(section, vector);
    }
  }
}
