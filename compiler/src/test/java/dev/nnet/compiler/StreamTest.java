package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.Stream;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.random.RandomStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences step by step. */
class StreamTest {
  private static final int STEPS = 9;

  private static Model model(String body) {
    String head =
        """
        cell simple(units) {
            input x: f32[B, D]
            state h: f32[B, units]
            next h = concat(x, h) -> dense(units) -> tanh
        }
        network N {
            sequence T <= 20
            input  x: f32[B, T, 3]
        """;
    return Model.create(TestNetworks.compile(head + body + "\n}\n").load(), 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = x -> lstm(6) -> layer_norm -> dense(4)",
        "y = x -> gru(18) -> gru(5) -> dense(4)",
        "y = x -> scan(simple(7)) -> rnn(4)",
        "h = x -> rearrange(\"b t (h d) -> b t h d\", h=3) -> pad(axis=3, after=1)\n"
            + "g = h -> stack(axis=2) { tanh | erf } -> rearrange(\"b t k h d -> b t (d k h)\")\n"
            + "y = g -> gru(5) -> dense(4)"
      })
  void eachStepHasTheBitsOfTheWholeSequence(String text) {
    Model model = model("output y: f32[B, T, 4]\n" + text);
    float[] x = new float[3 * STEPS];
    new RandomStream(2, "x").uniform(x, 0);
    float[] whole = (float[]) model.run(Map.of("x", x)).get("y");
    assertThat(whole).hasSize(4 * STEPS);
    Stream stream = model.stream();
    for (int t = 0; t < STEPS; t++) {
      stream.row().put("x", x, 3 * t, 3);
      stream.next();
      float[] step = Arrays.copyOf(stream.output("y"), 4);
      assertThat(step).isEqualTo(Arrays.copyOfRange(whole, 4 * t, 4 * t + 4));
    }
  }

  /** A stream begins with plain code; what it goes over to is run by itself here. */
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void inVectorsToo(int bits) {
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    Model model = model("output y: f32[B, T, 4]\n y = x -> lstm(64) -> gru(72) -> dense(4)");
    float[] x = new float[3 * STEPS];
    new RandomStream(2, "x").uniform(x, 0);
    float[] whole = (float[]) model.run(Map.of("x", x)).get("y");
    ModelSpec spec = model.spec();
    Program program = model.network().stream(true);
    Memory memory = new Memory(spec, program, model.params(), new float[0], 1, 1);
    Execution execution = new Execution(program, memory, new Workers(1));
    int[] carries = spec.borders(BorderSpec.Kind.CARRY);
    int[] next = spec.borders(BorderSpec.Kind.NEXT);
    for (int t = 0; t < STEPS; t++) {
      System.arraycopy(x, 3 * t, memory.floats[spec.border("x")], 0, 3);
      execution.run(1);
      for (int k = 0; k < carries.length; k++) {
        float[] now = memory.floats[next[k]];
        System.arraycopy(now, 0, memory.floats[carries[k]], 0, now.length);
      }
      float[] step = Arrays.copyOf(memory.floats[spec.border("y")], 4);
      assertThat(step).isEqualTo(Arrays.copyOfRange(whole, 4 * t, 4 * t + 4));
    }
  }

  @Test
  void lastIsTheStepJustMade() {
    Model model = model("output y: f32[B, 4]\n y = x -> gru(6) -> last -> dense(4)");
    float[] x = new float[3 * STEPS];
    new RandomStream(2, "x").uniform(x, 0);
    Stream stream = model.stream();
    for (int t = 0; t < STEPS; t++) {
      stream.row().put("x", x, 3 * t, 3);
      stream.next();
      Object whole = model.run(Map.of("x", Arrays.copyOf(x, 3 * t + 3))).get("y");
      assertThat(Arrays.copyOf(stream.output("y"), 4)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = x -> bidirectional { gru(6) -> last } -> dense(4)",
        "y = x -> gru(6) -> mean(axis=T) -> dense(4)",
        "y = x -> gru(6) -> first -> dense(4)"
      })
  void whatReadsAheadHasNoStream(String text) {
    Model model = model("output y: f32[B, 4]\n" + text);
    assertThatThrownBy(model::stream).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aStepWantsItsInputAndOneStepOfIt() {
    Model model = model("output y: f32[B, 4]\n y = x -> gru(6) -> last -> dense(4)");
    Stream stream = model.stream();
    assertThatThrownBy(stream::next).hasMessage("N.next: x is missing (test.nnet:8:12)");
    stream.row().put("x", new float[6]);
    assertThatThrownBy(stream::next).hasMessage("N.next: 2 steps at once, not one");
  }

  @Test
  void lengthsAreChecked() {
    Model model = model("output y: f32[B, 4]\n y = x -> gru(6) -> last -> dense(4)");
    assertThatThrownBy(() -> model.run(Map.of("x", new float[3 * 21])))
        .hasMessage("N.predict: x has length 21, at most 20 (test.nnet:8:12)");
    assertThatThrownBy(() -> model.run(Map.of("x", new float[0])))
        .hasMessage("N.predict: x has length 0, at least 1 (test.nnet:8:12)");
    assertThatThrownBy(() -> model.run(Map.of("x", new float[4])))
        .hasMessage("N.predict: x has 4 values, 3 a step expected (test.nnet:8:12)");
    assertThatThrownBy(() -> model.run(Map.of("x", new float[][] {{1, 2, 3}, {1, 2}})))
        .hasMessage("N.predict: x[1] has 2 values, 3 expected (test.nnet:8:12)");
  }
}
