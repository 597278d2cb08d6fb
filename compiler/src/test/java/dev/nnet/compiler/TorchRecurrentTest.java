package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.WeightNames;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recurrent layers against PyTorch, over packed sequences, in both directions, from given states;
 * {@code make_recurrent.py} makes the values.
 */
class TorchRecurrentTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");
  private static final int EXAMPLES = 4;
  private static final int STEPS = 7;

  /** A network with PyTorch's weights, and what PyTorch makes of them. */
  private static final class Fixture {
    final String name;
    final Map<String, StoredTensor> tensors;
    final Network network;
    final Model model;

    Fixture(String name) throws IOException {
      this.name = name;
      tensors = TensorFile.read(FOLDER.resolve("recurrent.safetensors")).tensors();
      network = network(name);
      float[] params = new float[network.spec().parameterFloats()];
      for (ParameterSpec p : network.spec().parameters()) {
        p.scatter(values(p.path()), params);
      }
      model = Model.of(network, params);
    }

    float[] values(String tensor) {
      return tensors.get(name + "/" + tensor).values();
    }

    boolean has(String tensor) {
      return tensors.containsKey(name + "/" + tensor);
    }

    int length(int example) {
      return has("length") ? (int) values("length")[example] : STEPS;
    }

    void fill(Row row, int example, boolean target) {
      row.put("x", values("x"), example * STEPS * 4, length(example) * 4);
      if (has("start")) {
        row.put("start", values("start"), example * 6, 6);
      }
      if (target) {
        row.put("t", values("t"), example * STEPS * 6, length(example) * 6);
      }
    }
  }

  private static Network network(String name) throws IOException {
    String all = Files.readString(FOLDER.resolve("recurrent.nnet"));
    int from = all.indexOf("network Torch" + name);
    int to = all.indexOf("network", from + 1);
    return TestNetworks.compile(all.substring(from, to < 0 ? all.length() : to)).load();
  }

  private static double distance(float[] found, float[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lstm", "Gru", "Rnn", "Projected", "Peepholes", "Normed"})
  void computesOutputsAndFinalStates(String name) throws IOException {
    Fixture test = new Fixture(name);
    try (Session session = test.model.session(EXAMPLES)) {
      for (int i = 0; i < EXAMPLES; i++) {
        test.fill(session.row(i), i, false);
      }
      session.run(EXAMPLES);
      for (int i = 0; i < EXAMPLES; i++) {
        int from = i * STEPS * 6;
        int to = from + test.length(i) * 6;
        float[] found = Arrays.copyOfRange(session.output("z"), from, to);
        float[] expected = Arrays.copyOfRange(test.values("z"), from, to);
        assertThat(distance(found, expected)).isLessThan(1e-5);
      }
      for (String state : test.has("c") ? List.of("h", "c") : List.of("h")) {
        assertThat(distance(session.output(state), test.values(state))).isLessThan(1e-5);
      }
    }
  }

  /** A step of rate 1 takes the gradient off. */
  @ParameterizedTest
  @ValueSource(strings = {"Lstm", "Gru", "Rnn", "Projected", "Peepholes", "Normed"})
  void differentiates(String name) throws IOException {
    Fixture test = new Fixture(name);
    ModelSpec spec = test.network.spec();
    try (Trainer trainer = Trainer.create(test.model, "").batch(EXAMPLES)) {
      for (int i = 0; i < EXAMPLES; i++) {
        test.fill(trainer.row(i), i, true);
      }
      float loss = trainer.step(EXAMPLES);
      assertThat(loss).isCloseTo(test.values("loss")[0], Offset.offset(1e-6f));
      float[] after = trainer.model().params();
      for (ParameterSpec p : spec.parameters()) {
        float[] gradient = test.values(p.path());
        float[] now = p.gather(after);
        for (int i = 0; i < now.length; i++) {
          gradient[i] -= now[i];
        }
        float[] expected = test.values("gradient/" + p.path());
        assertThat(distance(gradient, expected)).as(p.path()).isLessThan(1e-4);
      }
    }
  }

  /** Files as PyTorch writes them, both biases included. */
  @ParameterizedTest
  @ValueSource(strings = {"Lstm", "Gru", "Projected"})
  void predictsWithWeightsThatPyTorchWrote(String name) throws IOException {
    Path loaded = FOLDER.resolve("loaded");
    Map<String, StoredTensor> data =
        TensorFile.read(loaded.resolve(name + ".data.safetensors")).tensors();
    WeightNames names = WeightNames.read(loaded.resolve(name + ".names"));
    Model model = Model.load(network(name), loaded.resolve(name + ".weights.safetensors"), names);
    float[] expected = data.get("z").values();
    try (Session session = model.session(1)) {
      for (int i = 0; i < EXAMPLES; i++) {
        int length = (int) data.get("length").values()[i];
        session.row(0).put("x", data.get("x").values(), i * STEPS * 4, length * 4);
        session.run(1);
        int from = i * STEPS * 6;
        assertThat(
                distance(
                    Arrays.copyOf(session.output("z"), length * 6),
                    Arrays.copyOfRange(expected, from, from + length * 6)))
            .isLessThan(1e-5);
      }
    }
  }
}
