package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.parallel.Workers;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers share one example, in either emission by its own pieces. */
class PartsTest {
  private static final Network NETWORK =
      TestNetworks.compile(
              """
              network N {
                  input  image: f32[B, 16, 14, 14]
                  output y: f32[B, 64, 12, 12]
                  y = image -> conv2d(48, kernel=3, padding=1) -> tanh -> conv2d(64, kernel=3)
              }
              """)
          .load();

  private static Memory memory(Program program, int workers) {
    float[] params = Model.create(NETWORK, 3).params();
    Memory memory = new Memory(NETWORK.spec(), program, params, new float[0], 1, workers);
    float[] image = memory.floats[NETWORK.spec().border("image")];
    for (int i = 0; i < image.length; i++) {
      image[i] = (i * 37 % 101 - 50) / 50f;
    }
    return memory;
  }

  private static float[] run(Program program, int workers) {
    Memory memory = memory(program, workers);
    try (Workers team = new Workers(workers)) {
      new Execution(program, memory, team).run(1);
    }
    return memory.floats[NETWORK.spec().border("y")];
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sharesOfAnExampleMakeTheSameBits(boolean vector) {
    Program program = NETWORK.inference(vector);
    assertThat(program.parts()).isPositive();
    assertThat(run(program, 3)).isEqualTo(run(program, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatHasPiecesLeavesSomeToOthersAndNothingElseDoes(boolean vector) {
    Program program = NETWORK.inference(vector);
    Memory memory = memory(program, 2);
    float[] y = memory.floats[NETWORK.spec().border("y")];
    Arrays.fill(y, 0.5f);
    for (int i = 0; i < memory.arena.length; i++) {
      memory.arena[i] = i;
    }
    for (int part = 0; part < program.parts(); part++) {
      float[] arena = memory.arena.clone();
      float[] scores = y.clone();
      program.part(part, memory, 1, 0, 1, 0, 1, 2);
      boolean untouched = Arrays.equals(arena, memory.arena) && Arrays.equals(scores, y);
      assertThat(untouched).as("part " + part).isEqualTo(program.pieces(part) == 1);
    }
  }
}
