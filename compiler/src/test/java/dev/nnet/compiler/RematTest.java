package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.parallel.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in {@code remat} is computed twice: the same bits in less memory. */
class RematTest {
  private static final String TEXT =
      """
      cell own(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          z = concat(x, h) -> REMAT dense(units) -> layer_norm -> sigmoid END
          n = concat(x, z * h) -> REMAT dense(units) -> tanh END
          next h = (1 - z) * n + z * h
      }
      cell plain(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          z = concat(x, h) -> dense(units) -> layer_norm -> sigmoid
          n = concat(x, z * h) -> dense(units) -> tanh
          next h = (1 - z) * n + z * h
      }
      network N {
          sequence T <= 64
          input  x: f32[B, T, 6]
          target t: f32[B, T, 3]
          output y: f32[B, T, 3]
          y = x -> LAYERS -> dense(3)
          train { loss = mse(y, t)  optimizer = sgd(lr=0.1) }
      }
      """;

  private static String text(String layers, boolean again) {
    String text = TEXT.replace("LAYERS", layers);
    int plain = text.indexOf("cell plain");
    int network = text.indexOf("network");
    String cells = layers.contains("own") ? text.substring(0, plain) : "";
    cells += layers.contains("plain") ? text.substring(plain, network) : "";
    text = cells + text.substring(network);
    return again
        ? text.replace("REMAT", "remat {").replace("END", "}")
        : text.replace("REMAT", "").replace("END", "");
  }

  private static float[] gradients(String text, boolean vector, int threads) {
    Network network = TestNetworks.compile(text).load();
    Model model = Model.create(network, 3);
    float[] gradients = new float[model.params().length];
    Memory memory =
        new Memory(
            network.spec(), network.training("", vector), model.params(), gradients, 3, threads);
    Random random = new Random(4);
    for (String border : new String[] {"x", "t"}) {
      float[] values = memory.floats[network.spec().border(border)];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) random.nextGaussian();
      }
    }
    int[] lengths = memory.ints[network.spec().border("T")];
    lengths[0] = 17;
    lengths[1] = 64;
    lengths[2] = 1;
    try (Workers workers = new Workers(threads)) {
      new Execution(network.training("", vector), memory, workers).run(3);
    }
    return gradients;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REMAT lstm(8) END",
        "REMAT gru(8) END -> REMAT gru(8) END",
        "bidirectional { REMAT rnn(8) END }",
        "scan(own(8))",
        "REMAT scan(own(8)) -> gru(6, recurrent_dropout=0.3) END -> REMAT scan(plain(8)) END",
        "REMAT dense(32) -> tanh -> dense(32) -> layer_norm -> silu -> dense(8) END",
      })
  void hasTheSameBits(String layers) {
    System.setProperty("nnet.vector.bits", "0");
    float[] whole = gradients(text(layers, false), false, 1);
    assertThat(gradients(text(layers, true), false, 1)).isEqualTo(whole);
    System.setProperty("nnet.vector.bits", "256");
    assertThat(gradients(text(layers, true), true, 2)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "REMAT lstm(64) END; 0.75",
        "REMAT gru(64) END; 0.8",
        "REMAT lstm(64) END -> REMAT lstm(64) END; 0.8"
      })
  void needsLessMemory(String layers, double share) {
    long whole = floats(text(layers, false));
    assertThat((double) floats(text(layers, true)) / whole).isLessThan(share);
  }

  @Test
  void blocksOfAnImageNetworkNeedLess() {
    String block = "REMAT conv2d(16, kernel=3, padding=same) -> batch_norm -> relu";
    block += " -> conv2d(16, kernel=3, padding=same) -> batch_norm -> relu END";
    String text =
        """
        network N {
            input  x: f32[B, 16, 32, 32]
            target t: f32[B, 3]
            output y: f32[B, 3]
            y = x -> BLOCK -> BLOCK -> global_avg_pool2d -> dense(3)
            train { loss = mse(y, t)  optimizer = sgd(lr=0.1) }
        }
        """
            .replace("BLOCK", block);
    long whole = floats(text.replace("REMAT", "").replace("END", ""));
    long again = floats(text.replace("REMAT", "remat {").replace("END", "}"));
    assertThat((double) again / whole).isLessThan(0.9);
  }

  private static long floats(String text) {
    MemoryPlan plan = TestNetworks.compile(text).schedules().get("training").memory();
    return plan.floatsPerExample();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "256,2"})
  void agreesWithTheInterpreter(int bits, int threads) {
    String layers = "REMAT lstm(5) -> gru(4) END -> scan(own(4)) -> REMAT scan(plain(5)) END";
    new Witness(text(layers, true), bits, threads).compareTraining();
  }
}
