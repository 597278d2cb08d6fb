package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmupTest {
  private static final long MINUTE = 60_000_000_000L;

  private final TwoSpeeds network = new TwoSpeeds();
  private final float[] params = new float[8];

  @Test
  void goesOverToTheVectorEmissionWhenItIsTheFaster() {
    network.plain.pause = 2;
    Warmup warmup = new Warmup(network, params, true);
    assertThat(warmup.program()).isSameAs(network.plain);
    warmup.compare(1, MINUTE);
    assertThat(warmup.program()).isSameAs(network.vector);
  }

  @Test
  void staysWithThePlainEmissionWhenTheVectorOneIsSlower() {
    network.vector.pause = 2;
    Warmup warmup = new Warmup(network, params, true);
    warmup.compare(1, 500_000_000L);
    assertThat(network.vector.runs).isPositive();
    assertThat(warmup.program()).isSameAs(network.plain);
  }

  @Test
  void withoutVectorInstructionsNothingIsTried() {
    Warmup warmup = new Warmup(network, params, false);
    warmup.program();
    warmup.answered(1);
    assertThat(network.vectorAsked).isFalse();
  }

  @Test
  void aSessionAnswersTheSameBeforeAndAfter() throws InterruptedException {
    network.plain.pause = 2;
    Model model = Model.create(network, 1);
    float[] first = answer(model);
    Warmup warmup = new Warmup(network, model.params(), true);
    warmup.compare(1, MINUTE);
    Session session = new Session(model, model.params(), 1, 1, warmup);
    assertThat(answer(session)).containsExactly(first);
  }

  private static float[] answer(Model model) {
    try (Session session = model.session(1)) {
      return answer(session);
    }
  }

  private static float[] answer(Session session) {
    session.input("x")[0] = 3;
    session.run(1);
    return session.output("y").clone();
  }

  /** The linear network, as slow as asked. */
  private static final class TwoSpeeds extends Network {
    private final LinearNetwork linear = new LinearNetwork();
    final Paused plain = new Paused(linear.inference(false));
    final Paused vector = new Paused(linear.inference(true));
    volatile boolean vectorAsked;

    @Override
    public String specText() {
      return linear.specText();
    }

    @Override
    public Program inference(boolean vector) {
      vectorAsked |= vector;
      return vector ? this.vector : plain;
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

  private static final class Paused extends Program {
    private final Program program;
    volatile int pause;
    volatile int runs;

    Paused(Program program) {
      this.program = program;
    }

    @Override
    public void run(int step, Memory memory, int batch, int from, int to, int worker) {
      runs++;
      if (pause > 0) {
        try {
          Thread.sleep(pause);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      program.run(step, memory, batch, from, to, worker);
    }

    @Override
    public int steps() {
      return program.steps();
    }

    @Override
    public int extent(int step, int batch) {
      return program.extent(step, batch);
    }

    @Override
    public int grain(int step) {
      return program.grain(step);
    }

    @Override
    public int fixedFloats(int capacity) {
      return program.fixedFloats(capacity);
    }

    @Override
    public int floatsPerExample(int capacity) {
      return program.floatsPerExample(capacity);
    }

    @Override
    public int scratchFloats(int capacity) {
      return program.scratchFloats(capacity);
    }

    @Override
    public int rows() {
      return program.rows();
    }

    @Override
    public int rowLength() {
      return program.rowLength();
    }
  }
}
