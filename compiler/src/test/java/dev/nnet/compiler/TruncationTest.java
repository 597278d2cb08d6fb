package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.pass.Autodiff;
import dev.nnet.compiler.pass.CutSequences;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncated back-propagation: sequences in stretches, states carried, gradients cut. */
class TruncationTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");

  @TempDir Path folder;

  private static final String TAGGER =
      """
      cell begun(units) {
          input x: f32[B, D]
          param begin: f32[units] = normal(std=0.5)
          state h: f32[B, units] = begin
          next h = concat(x, h) -> dense(units) -> layer_norm -> tanh
      }
      network N {
          DIMENSION
          input  x: f32[B, T, 3]
          input  word: index<7>[B, T]
          target tag: index<4>[B, T]
          output logits: f32[B, T, 4]
          y = concat(x, word -> embedding(4)) -> gru(6) -> dropout(0.2) -> scan(begun(5))
          logits = y -> lstm(5, recurrent_dropout=0.1) -> dense(4)
          train {
              loss      = cross_entropy(logits, tag)
              optimizer = adam(lr=1e-2)
              metrics   = [accuracy(logits, tag)]
              clip_norm = 1
              batch     = 3
              epochs    = 2
              SETTING
          }
      }
      """;

  private static final int[] LENGTHS = {3, 19, 1, 40, 12, 33, 40, 2};

  private static Network network(String dimension, String setting) {
    String text = TAGGER.replace("DIMENSION", dimension).replace("SETTING", setting);
    return TestNetworks.compile(text).load();
  }

  private static Dataset data() {
    return Dataset.of(
        IntStream.range(0, LENGTHS.length).boxed().toList(),
        (example, row) -> {
          Random random = new Random(example);
          float[] x = new float[3 * LENGTHS[example]];
          for (int k = 0; k < x.length; k++) {
            x[k] = (float) random.nextGaussian();
          }
          row.put("x", x);
          row.put("word", random.ints(LENGTHS[example], 0, 7).toArray());
          row.put("tag", random.ints(LENGTHS[example], 0, 4).toArray());
        });
  }

  /** A number of all weights. */
  private static int trained(Network network, int threads) {
    try (Trainer trainer = Trainer.create(Model.create(network, 3), "").threads(threads)) {
      trainer.fit(data());
      return Arrays.hashCode(trainer.model().params());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lstm", "Gru", "Begun"})
  void trainsAsPyTorchByHand(String name) throws IOException {
    Map<String, StoredTensor> tensors =
        TensorFile.read(FOLDER.resolve("truncated.safetensors")).tensors();
    String all = Files.readString(FOLDER.resolve("truncated.nnet"));
    int from = all.indexOf("network Cut" + name);
    int to = all.indexOf("network", from + 1);
    String cell = all.substring(0, all.indexOf("network"));
    String text =
        (name.equals("Begun") ? cell : "") + all.substring(from, to < 0 ? all.length() : to);
    Network network = TestNetworks.compile(text).load();
    float[] params = new float[network.spec().parameterFloats()];
    for (ParameterSpec p : network.spec().parameters()) {
      p.scatter(tensors.get(name + "/" + p.path()).values(), params);
    }
    try (Trainer trainer = Trainer.create(Model.of(network, params), "").batch(4)) {
      for (int i = 0; i < 4; i++) {
        int length = (int) tensors.get(name + "/length").values()[i];
        Row row = trainer.row(i);
        row.put("x", tensors.get(name + "/x").values(), i * 11 * 4, length * 4);
        row.put("t", tensors.get(name + "/t").values(), i * 11 * 6, length * 6);
        if (tensors.containsKey(name + "/start")) {
          row.put("start", tensors.get(name + "/start").values(), i * 6, 6);
        }
      }
      float loss = trainer.step(4);
      assertThat(loss).isCloseTo(tensors.get(name + "/loss").values()[0], Offset.offset(1e-6f));
      assertThat(trainer.steps()).isEqualTo(3);
      for (ParameterSpec p : network.spec().parameters()) {
        float[] before = tensors.get(name + "/" + p.path()).values();
        float[] expected = tensors.get(name + "/after/" + p.path()).values();
        float[] found = p.gather(trainer.model().params());
        double difference = 0;
        double moved = 0;
        for (int k = 0; k < found.length; k++) {
          difference += Math.pow(found[k] - expected[k], 2);
          moved += Math.pow(expected[k] - before[k], 2);
        }
        assertThat(Math.sqrt(difference / moved)).as(p.path()).isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0,2", "256,1", "512,2"})
  void hasTheSameBitsEverywhere(int bits, int threads) {
    System.setProperty("nnet.vector.bits", "0");
    int plain = trained(network("sequence T <= 40", "bptt = 8"), 1);
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    assertThat(trained(network("sequence T <= 40", "bptt = 8"), threads)).isEqualTo(plain);
    assertThat(trained(network("sequence T", "bptt = 8"), threads)).isEqualTo(plain);
  }

  @Test
  void aStretchAsLongAsTheSequenceCutsNothing() {
    int whole = trained(network("sequence T <= 40", ""), 1);
    assertThat(trained(network("sequence T <= 40", "bptt = 40"), 1)).isEqualTo(whole);
    assertThat(trained(network("sequence T <= 40", "bptt = 39"), 1)).isNotEqualTo(whole);
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    Network network = network("sequence T", "bptt = 8");
    Path checkpoint = folder.resolve("n.checkpoint");
    try (Trainer trainer = Trainer.create(Model.create(network, 3), "")) {
      trainer.onBatch(
          progress -> {
            if (progress.epoch() == 2) {
              trainer.stop();
            }
          });
      trainer.fit(data());
      trainer.checkpoint(checkpoint);
    }
    try (Trainer trainer = Trainer.resume(network, checkpoint)) {
      trainer.fit(data());
      int found = Arrays.hashCode(trainer.model().params());
      assertThat(found).isEqualTo(trained(network, 1));
    }
  }

  @Test
  void needsTheMemoryOfAStretch() {
    String text = TAGGER.replace("DIMENSION", "sequence T <= 400");
    long whole = training(text.replace("SETTING", ""));
    assertThat(training(text.replace("SETTING", "bptt = 8"))).isLessThan(whole / 10);
  }

  private static long training(String text) {
    return TestNetworks.compile(text).schedules().get("training").memory().floatsPerExample();
  }

  @Test
  void cannotAccumulate() {
    Network network = network("sequence T", "bptt = 8");
    try (Trainer trainer = Trainer.create(Model.create(network, 3), "")) {
      assertThatThrownBy(() -> trainer.accumulate(2))
          .hasMessage("with bptt every stretch makes an update");
    }
  }

  /** In double, with what is held as a constant. */
  @Test
  void differentiatesAStretch() {
    String text =
        TAGGER
            .replace("DIMENSION", "sequence T <= 12")
            .replace("SETTING", "bptt = 4")
            .replaceAll("-> dropout\\(0.2\\) |, recurrent_dropout=0.1", "");
    Graph whole = TestNetworks.compile(text).elaborated().graph();
    Graph cut = new Autodiff().apply(new CutSequences(4, "").apply(whole));
    Map<String, double[]> leaves = new HashMap<>();
    Random random = new Random(4);
    for (Value v : cut.values()) {
      if (v.op() == Leaf.INPUT || v.op() == Leaf.TARGET || v.op() == Leaf.LENGTH) {
        int bound = v.op() == Leaf.LENGTH ? 4 : (int) v.type().bound();
        int least = v.op() == Leaf.LENGTH ? 1 : 0;
        leaves.put(
            v.attributes().word("name"),
            random
                .doubles(count(v), 0, 1)
                .map(d -> bound == 0 ? d : Math.floor(d * bound) + least)
                .toArray());
      } else if (v.op() == Leaf.PARAMETER || v.op() == Leaf.HELD) {
        leaves.put(v.attributes().word("name"), random.doubles(count(v), -1, 1).toArray());
      }
    }
    // the flag of the first state: one example begins, two go on
    cut.inputs().stream()
        .filter(v -> v.op() == Leaf.HELD && v.shape().rank() == 1)
        .forEach(v -> leaves.put(v.attributes().word("name"), new double[] {0, 1, 1}));
    Map<Value, double[]> truth = GraphInterpreter.run(cut, leaves, 3, false);
    List<Graph.Result> gradients = cut.results(Graph.Role.GRADIENT);
    assertThat(gradients).hasSameSizeAs(cut.parameters());
    for (Graph.Result r : gradients) {
      double[] weights = leaves.get(r.name());
      for (int k = 0; k < weights.length; k += 1 + weights.length / 5) {
        double numeric =
            (loss(cut, leaves, weights, k, 1e-5) - loss(cut, leaves, weights, k, -1e-5)) / 2e-5;
        assertThat(truth.get(r.value())[k]).as(r.name()).isCloseTo(numeric, Offset.offset(1e-7));
      }
    }
  }

  private static double loss(
      Graph graph, Map<String, double[]> leaves, double[] weights, int k, double by) {
    double before = weights[k];
    weights[k] += by;
    try {
      return GraphInterpreter.run(graph, leaves, 3, false).get(graph.loss().orElseThrow())[0];
    } finally {
      weights[k] = before;
    }
  }

  private static int count(Value v) {
    return (int) (v.shape().sizePerExample() * (v.shape().batched() ? 3 : 1));
  }
}
