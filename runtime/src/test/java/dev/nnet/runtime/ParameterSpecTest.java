package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logical tensors and their physical places. */
class ParameterSpecTest {
  /** 2 x 3, stored by columns with one float between two columns. */
  private final ParameterSpec columns =
      new ParameterSpec("m", List.of(2, 3), 1, List.of(1, 3), true, true, "zeros");

  @Test
  void scattersToItsPlacesAndLeavesTheGaps() {
    float[] physical = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    columns.scatter(new float[] {1, 2, 3, 4, 5, 6}, physical);
    assertThat(physical).containsExactly(7, 1, 4, 7, 2, 5, 7, 3, 6, 7);
    assertThat(columns.gather(physical)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(columns.end()).isEqualTo(9);
    assertThat(columns.count()).isEqualTo(6);
  }

  @Test
  void scattersPartByPart() {
    float[] values = {1, 2, 3, 4, 5, 6};
    float[] whole = new float[10];
    columns.scatter(values, whole);
    for (int size = 1; size <= 6; size++) {
      float[] parts = new float[10];
      for (int from = 0; from < 6; from += size) {
        float[] part = Arrays.copyOfRange(values, from, from + size);
        columns.scatter(from, part, Math.min(size, 6 - from), parts);
      }
      assertThat(parts).as("parts of " + size).isEqualTo(whole);
    }
  }

  @Test
  void aScalarIsOneValue() {
    ParameterSpec scalar = ParameterSpec.dense("s", List.of(), 2, false, "ones");
    assertThat(scalar.gather(new float[] {1, 2, 3})).containsExactly(3);
    assertThat(scalar.end()).isEqualTo(3);
  }

  @Test
  void refusesLayoutsThatCannotBe() {
    assertThatThrownBy(() -> columns.scatter(new float[5], new float[10]))
        .hasMessage("m has 5 values, 6 expected");
    assertThatThrownBy(
            () -> new ParameterSpec("p", List.of(2), 0, List.of(0), false, true, "zeros"))
        .hasMessage("parameter p: bad layout 0 [0] for [2]");
    assertThatThrownBy(() -> ParameterSpec.dense("p", List.of(1 << 16, 1 << 16), 0, false, "zeros"))
        .hasMessage("p: bad sizes [65536, 65536]");
    assertThatThrownBy(
            () -> new ParameterSpec("p", List.of(3), 0, List.of(1 << 30), false, true, "zeros"))
        .hasMessage("parameter p ends at float 2147483649");
  }
}
