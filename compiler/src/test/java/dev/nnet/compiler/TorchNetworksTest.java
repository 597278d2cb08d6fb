package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.WeightNames;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The networks of the examples, narrow, against PyTorch, whose files are read by its own names;
 * {@code make_narrow.py} makes them.
 */
class TorchNetworksTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");
  private static final int EXAMPLES = 5;

  /** A network with PyTorch's weights, and what became of them there. */
  private static final class Fixture {
    private final Map<String, StoredTensor> data;
    private final Network network;
    private final Model model;
    private final String name;

    Fixture(String name) throws IOException {
      this.name = name;
      this.data = TensorFile.read(file("data")).tensors();
      Diagnostics diagnostics = new Diagnostics();
      this.network =
          Compiler.compile(
                  Source.read(FOLDER.resolve("narrow.nnet")), diagnostics, StageListener.NONE)
              .stream()
              .filter(n -> n.elaborated().name().equals(name))
              .findFirst()
              .orElseThrow()
              .load();
      this.model = load("weights");
    }

    private Path file(String part) {
      return FOLDER.resolve("narrow").resolve(name + "." + part + ".safetensors");
    }

    private Model load(String part) throws IOException {
      WeightNames names = WeightNames.read(FOLDER.resolve("narrow").resolve(name + ".names"));
      return Model.load(network, file(part), names);
    }

    private Model trained(int steps, String optimizer) {
      try (Trainer trainer = Trainer.create(model, "").optimizer(optimizer)) {
        for (int step = 0; step < steps; step++) {
          float[] images = data.get("image").values();
          int pixels = images.length / EXAMPLES;
          for (int i = 0; i < EXAMPLES; i++) {
            trainer.row(i).put("image", images, pixels * i, pixels);
            trainer.row(i).put("label", (int) data.get("label").values()[i]);
          }
          float loss = trainer.step(EXAMPLES);
          if (step == 0) {
            assertThat(loss).isCloseTo(data.get("loss").values()[0], Offset.offset(1e-5f));
          }
        }
        return trainer.model();
      }
    }

    private void compare(Model found, Model expected, double bound) {
      for (ParameterSpec p : network.spec().parameters()) {
        float[] before = model.weights().get(p.path());
        float[] after = expected.weights().get(p.path());
        double distance = distance(found.weights().get(p.path()), after, before);
        assertThat(distance).as(name + " " + p.path()).isLessThan(bound);
      }
    }
  }

  /**
   * |found - expected| / |expected - from| over a whole tensor; a change below a thousandth of the
   * tensor, such as that of a shift before a normalisation, which is 0 but for rounding, counts as
   * one of that size.
   */
  private static double distance(float[] found, float[] expected, float[] from) {
    double difference = 0;
    double change = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) found[i] - expected[i], 2);
      change += Math.pow((double) expected[i] - from[i], 2);
      size += Math.pow(from[i], 2);
    }
    return Math.sqrt(difference / Math.max(change, 1e-6 * size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AlexNet", "MobileNetV1", "MobileNetV2", "ResNet", "Inception"})
  void scoresLikePyTorch(String name) throws IOException {
    Fixture test = new Fixture(name);
    try (Session session = test.model.session(EXAMPLES)) {
      float[] images = test.data.get("image").values();
      System.arraycopy(images, 0, session.input("image"), 0, images.length);
      session.run(EXAMPLES);
      float[] expected = test.data.get("logits").values();
      float[] found = Arrays.copyOf(session.output("logits"), expected.length);
      assertThat(distance(found, expected, new float[expected.length])).isLessThan(1e-5);
    }
  }

  /** A step of rate 1 without momentum takes the gradient off; states move by their own rule. */
  @ParameterizedTest
  @ValueSource(strings = {"AlexNet", "MobileNetV1", "MobileNetV2", "ResNet", "Inception"})
  void differentiatesLikePyTorch(String name) throws IOException {
    Fixture test = new Fixture(name);
    test.compare(test.trained(1, "sgd(lr=1)"), test.load("step"), 1e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AlexNet", "MobileNetV1", "MobileNetV2", "ResNet", "Inception"})
  void learnsLikePyTorch(String name) throws IOException {
    Fixture test = new Fixture(name);
    test.compare(test.trained(3, "sgd(lr=0.05,momentum=0.9)"), test.load("after"), 1e-3);
  }
}
