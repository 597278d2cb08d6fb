package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values from PyTorch, an independent implementation; {@code make_fixtures.py} makes them. */
class TorchTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");

  private static float[] values(TensorFile file, String name) {
    return file.tensors().get(name).values();
  }

  private static Model model(Network network, TensorFile file) {
    float[] params = new float[network.spec().parameterFloats()];
    for (ParameterSpec p : network.spec().parameters()) {
      p.scatter(values(file, p.path()), params);
    }
    return Model.of(network, params);
  }

  /** |a - b| / |b| over a whole tensor. */
  private static double distance(float[] found, float[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / Math.max(size, 1e-30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adam", "adamw"})
  void trainsLeNet5AsPyTorchDoes(String optimizer) throws IOException {
    TensorFile file = TensorFile.read(FOLDER.resolve("lenet5.safetensors"));
    Network network = TestNetworks.compile(TestNetworks.LENET5).load();
    Map<String, String> settings =
        Map.of(
            "sgd", "sgd(lr=0.05,momentum=0.9,weight_decay=5e-4)",
            "adam", "adam(lr=1e-3)",
            "adamw", "adamw(lr=1e-3,weight_decay=0.01)");
    float[] images = values(file, "image");
    float[] digits = values(file, "digit");
    try (Trainer trainer = Trainer.create(model(network, file), "")) {
      trainer.optimizer(settings.get(optimizer));
      for (int step = 0; step < 3; step++) {
        for (int i = 0; i < 4; i++) {
          trainer.row(i).put("image", images, 784 * i, 784);
          trainer.row(i).put("digit", (int) digits[i]);
        }
        float loss = trainer.step(4);
        if (step == 0) {
          assertThat(loss).isCloseTo(values(file, "loss")[0], Offset.offset(1e-5f));
        }
      }
      float[] params = trainer.model().params();
      for (ParameterSpec p : network.spec().parameters()) {
        float[] expected = values(file, optimizer + "/" + p.path());
        assertThat(distance(p.gather(params), expected)).as(p.path()).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4})
  void scoresDigitsAsPyTorchDoes(int batch) throws IOException {
    TensorFile file = TensorFile.read(FOLDER.resolve("lenet5.safetensors"));
    Network network = TestNetworks.compile(TestNetworks.LENET5).load();
    try (Session session = model(network, file).session(batch)) {
      float[] images = values(file, "image");
      System.arraycopy(images, 0, session.input("image"), 0, images.length);
      session.run(batch);
      float[] found = Arrays.copyOf(session.output("logits"), 10 * batch);
      assertThat(distance(found, values(file, "logits"))).isLessThan(1e-6);
    }
  }

  private static Network images() throws IOException {
    return TestNetworks.compile(Files.readString(FOLDER.resolve("images.nnet"))).load();
  }

  /** Convolutions, normalisations with their running statistics, pooling. */
  @Test
  void seesImagesAsPyTorchDoes() throws IOException {
    TensorFile file = TensorFile.read(FOLDER.resolve("images.safetensors"));
    try (Session session = model(images(), file).session(6)) {
      float[] images = values(file, "image");
      System.arraycopy(images, 0, session.input("image"), 0, images.length);
      session.run(6);
      float[] found = Arrays.copyOf(session.output("logits"), 30);
      assertThat(distance(found, values(file, "logits"))).isLessThan(1e-5);
    }
  }

  @Test
  void learnsFromImagesAsPyTorchDoes() throws IOException {
    TensorFile file = TensorFile.read(FOLDER.resolve("images.safetensors"));
    Network network = images();
    float[] images = values(file, "image");
    float[] labels = values(file, "label");
    try (Trainer trainer = Trainer.create(model(network, file), "")) {
      for (int step = 0; step < 3; step++) {
        for (int i = 0; i < 6; i++) {
          trainer.row(i).put("image", images, 765 * i, 765);
          trainer.row(i).put("label", (int) labels[i]);
        }
        float loss = trainer.step(6);
        if (step == 0) {
          assertThat(loss).isCloseTo(values(file, "loss")[0], Offset.offset(1e-5f));
        }
      }
      float[] params = trainer.model().params();
      for (ParameterSpec p : network.spec().parameters()) {
        float[] expected = values(file, "sgd/" + p.path());
        assertThat(distance(p.gather(params), expected)).as(p.path()).isLessThan(1e-5);
      }
    }
  }

  static List<String> cases() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("ops.tsv"));
    Set<String> composed = Set.of("softmax", "log_softmax", "cross_entropy", "mse");
    return lines.stream()
        .skip(1)
        .filter(l -> Ops.byName(l.split("\t")[1]).isPresent())
        .filter(l -> !composed.contains(l.split("\t")[1]))
        .filter(l -> !l.contains("count_include_pad=false"))
        // the language pairs tensors of different ranks only where the shapes say which axis is
        // which
        .filter(l -> !l.split("\t")[0].endsWith("_column"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesOpsAsPyTorchDoes(String line) throws IOException {
    TensorFile file = TensorFile.read(FOLDER.resolve("ops.safetensors"));
    String[] fields = line.split("\t");
    String op = fields[1];
    GraphBuilder g = new GraphBuilder().at(new Origin(null, ""));
    Map<String, double[]> leaves = new HashMap<>();
    List<Value> operands = new ArrayList<>();
    boolean images = op.contains("2d");
    for (String operand : fields[3].split(",")) {
      var tensor = file.tensors().get(fields[0] + "/" + operand);
      long[] dims = tensor.dims().stream().mapToLong(d -> d).toArray();
      Shape shape = Shape.of(dims);
      boolean batched =
          images && (operand.equals("x") || operand.equals("dy")) || op.equals("flatten");
      boolean index = operand.equals("index");
      Shape typed = batched ? shape.with(0, Dim.BATCH) : shape;
      Type type = index ? new Type(Element.INDEX, bound(file, fields[0]), typed) : Type.f32(typed);
      operands.add(g.leaf(Leaf.INPUT, type, Attributes.of("name", operand), g.origin()));
      double[] data = new double[tensor.values().length];
      for (int i = 0; i < data.length; i++) {
        data[i] = tensor.values()[i];
      }
      leaves.put(operand, data);
    }
    Value y =
        g.apply(Ops.byName(op).orElseThrow(), attributes(op, fields[2]), operands, g.origin());
    Graph graph =
        new Graph("op", g.values(), List.of(), List.of(), List.of(), List.of(), List.of());
    int batch =
        (int)
            (long) file.tensors().get(fields[0] + "/result").dims().stream().findFirst().orElse(1);
    double[] found = GraphInterpreter.run(graph, leaves, batch, true).get(y);
    float[] floats = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      floats[i] = (float) found[i];
    }
    assertThat(distance(floats, values(file, fields[0] + "/result"))).isLessThan(1e-6);
  }

  private static long bound(TensorFile file, String name) {
    List<Integer> dims = file.tensors().get(name + "/x").dims();
    return dims.get(dims.size() - 1);
  }

  /** {@code stride=1,1 groups=1}. */
  private static Attributes attributes(String op, String text) {
    Attributes attributes = Attributes.NONE;
    for (String pair : text.isBlank() ? new String[0] : text.split(" ")) {
      String key = pair.substring(0, pair.indexOf('='));
      String value = pair.substring(pair.indexOf('=') + 1);
      if (value.matches("-?\\d+")) {
        long number = Long.parseLong(value);
        attributes =
            attributes.with(
                key,
                key.equals("axis") && !op.equals("bias_add")
                    ? (Object) List.of(number)
                    : (Object) number);
      } else if (value.matches("-?\\d+(,-?\\d+)+")) {
        attributes =
            attributes.with(key, Arrays.stream(value.split(",")).map(Long::valueOf).toList());
      } else if (value.matches("-?\\d+\\.\\d+")) {
        attributes = attributes.with(key, Double.parseDouble(value));
      } else if (value.matches("(?i)true|false")) {
        attributes = attributes.with(key, Boolean.parseBoolean(value));
      } else {
        attributes = attributes.with(key, value);
      }
    }
    return attributes;
  }
}
