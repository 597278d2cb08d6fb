package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nnet.runtime.BorderSpec.Element;
import dev.nnet.runtime.BorderSpec.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Room for sequences without a bound: what was put stays, also where there is none to be had. */
class MemoryTest {
  /** Floats of an example for each step: with the steps below, some 8.6 GB. */
  private static final int PER_STEP = 2_000;

  private static final int TOO_LONG = 1_072_000;

  private final ModelSpec spec =
      new ModelSpec(
          "Open",
          "open.nnet",
          List.of(),
          0,
          List.of(
              new BorderSpec(
                  Kind.INPUT, "x", Element.F32, 0, List.of(BorderSpec.ANY, 2), "2:12", "T"),
              new BorderSpec(Kind.LENGTH, "T", Element.I32, Integer.MAX_VALUE, List.of(), "1:10")),
          List.of(),
          List.of(),
          List.of());
  private final Memory memory = new Memory(spec, new Wide(), new float[0], new float[0], 2, 1);

  private static final class Wide extends LinearNetwork.Steps {
    Wide() {
      super(1);
    }

    @Override
    public int floatsPerExample(int capacity) {
      return PER_STEP / 2 * capacity;
    }
  }

  private Row row(int slot) {
    return new Row(spec, memory, "Open.predict").at(slot);
  }

  @Test
  void whatWasPutStays() {
    row(0).put("x", new float[] {1, 2});
    row(1).put("x", new float[2 * 40]);
    assertThat(memory.capacity).isEqualTo(48);
    assertThat(memory.floats[0]).hasSize(2 * 2 * 48).startsWith(1, 2, 0);
    assertThat(memory.arena).hasSize(PER_STEP * 48);
  }

  @Test
  void noMemoryLeftChangesNothing() {
    assumeTrue(Runtime.getRuntime().maxMemory() < 8_500_000_000L);
    row(0).put("x", new float[] {1, 2});
    assertThatThrownBy(() -> memory.reserve(TOO_LONG)).isInstanceOf(OutOfMemoryError.class);
    assertThat(memory.capacity).isEqualTo(16);
    assertThat(memory.floats[0]).hasSize(2 * 2 * 16);
    assertThat(memory.arena).hasSize(PER_STEP * 16);
    assertThat(memory.valuesPerExample(0)).isEqualTo(2 * 16);
    row(1).put("x", new float[] {3, 4});
    assertThat(memory.floats[0]).startsWith(1, 2, 0);
    assertThat(memory.floats[0][2 * 16]).isEqualTo(3);
  }
}
